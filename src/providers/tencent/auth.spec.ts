import { inflateSync } from 'node:zlib';
import { Api } from 'tls-sig-api-v2/TLSSigAPIv2';
import type { UpstreamRequest } from '../../core/upstream';
import { createUserSig, sign, UserSigs } from './auth';
import { TencentSettings } from './settings';

const settingsWith = (more: object) =>
  Object.assign(new TencentSettings(), {
    sdkAppId: 1_400_000_001,
    identifier: 'gateway',
    secretKey: 'sandbox-secret-key',
    ...more,
  });
const settings = settingsWith({});

const STANDS_FOR: Readonly<Record<string, string>> = { '*': '+', '-': '/', _: '=' };

/** Compressed texts differ between builds of zlib, so signatures are compared after decoding. */
const claimsOf = (userSig: string): unknown => {
  const packed = userSig.replace(/[*\-_]/g, (character) => STANDS_FOR[character] ?? '');
  return JSON.parse(inflateSync(Buffer.from(packed, 'base64')).toString());
};

const DOCUMENTED =
  'eJw1yU0LgkAUheH-creFzAw6ykAbd0YFYUVb894ZrmUMOmUf9N8DrbM7z-uG3aqM7tSBARUJmI*fka6BLY-sqkBD9fylHs*V94xgZCymyakEbgmMTHWqVKKFmJQenjsCk*n4Tz07MJBcsJnhpi7KNHjqitvRtcgnhf0y229z*zoka1u7PBvqBXy*MyMySg__';

describe('a UserSig', () => {
  it('is that of the documented test vector', () => {
    const claims = claimsOf(createUserSig(settings, 1_767_225_600));
    expect(claims).toEqual(claimsOf(DOCUMENTED));
    expect(claims).toMatchObject({ 'TLS.sig': '5ldj+dNcIS7tperIuXgmdib2dsJ8UQBfzV5MfcgB8wc=' });
  });

  it.each(['gateway', 'Zoë 中'])("is that of the vendor's signer: %s", (identifier) => {
    const theirs = new Api(settings.sdkAppId, settings.secretKey).genSig(identifier, 86_400);
    const claims = claimsOf(theirs) as { 'TLS.time': number };
    const ours = createUserSig(settingsWith({ identifier }), claims['TLS.time']);
    expect(claimsOf(ours)).toEqual(claims);
    expect(ours).toMatch(/^[A-Za-z0-9*_-]+$/);
  });

  it('serves until 100 seconds before its end', () => {
    const userSigs = new UserSigs(settingsWith({ userSigSeconds: 300 }));
    const first = userSigs.at(1_000_000);
    expect(userSigs.at(1_199_999)).toBe(first);
    const second = userSigs.at(1_200_000);
    expect(second).not.toBe(first);
    expect(claimsOf(second)).toMatchObject({ 'TLS.time': 1_200, 'TLS.expire': 300 });
    expect(userSigs.recent).toEqual([second, first]);
  });

  it('is made anew after the vendor calls it expired, and after the clock was put back', () => {
    const userSigs = new UserSigs(settings);
    const first = userSigs.at(1_000_000);
    userSigs.expire();
    const second = userSigs.at(1_001_000);
    expect(second).not.toBe(first);
    expect(userSigs.at(900_000)).not.toBe(second);
  });
});

describe('a signed request', () => {
  const request: UpstreamRequest = {
    method: 'POST',
    path: '/v4/group_open_http_svc/get_group_attr',
    route: '/v4/group_open_http_svc/get_group_attr',
    contentType: 'application/json; charset=utf-8',
    body: '{}',
    draws: [],
    effect: 'read',
  };
  const context = { nowMs: 1_767_225_600_000, requestId: 'id' };
  const userSigs = new UserSigs(settings);

  it('has the five parameters in the query', () => {
    const signed = sign(settingsWith({ identifier: 'a&b' }), userSigs, request, {
      ...context,
      nonce: '999999999999999',
    });
    expect(signed).toMatchObject({
      method: 'POST',
      body: '{}',
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
      path: `${request.path}?sdkappid=1400000001&identifier=a%26b&usersig=${userSigs.at(context.nowMs)}&random=${999_999_999_999_999 % 2 ** 32}&contenttype=json`,
    });
  });

  it("keeps the client's parameters, but none with which a client would sign", () => {
    const path = `${request.path}?a=?b&usersig=mine&%75sersig=mine&random&c`;
    const signed = sign(settings, userSigs, { ...request, path }, { ...context, nonce: '1' });
    expect(signed.path).toMatch(/&random=1&contenttype=json&a=\?b&c$/);
    expect(signed.path).not.toContain('mine');
  });
});
