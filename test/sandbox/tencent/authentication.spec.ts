import { isSignedWith, readUserSig } from '../../../src/sandbox/tencent/http/user-sig';
import { APP, GROUP, KEY, packed, queryWith, Sandbox, userSig } from './client';

const sandbox = new Sandbox();
const codeWith = (change: Record<string, string | undefined>): number =>
  sandbox.code('get_group_attr', { GroupId: GROUP }, { query: queryWith(change) });

/** Made with Node.js 20 for `gateway`, 1400000001 and the sandbox's key. */
const VECTOR =
  'eJw1yU0LgkAUheH-creFzAw6ykAbd0YFYUVb894ZrmUMOmUf9N8DrbM7z-uG3aqM7tSBARUJmI*fka6BLY-sqkBD9fylHs*V94xgZCymyakEbgmMTHWqVKKFmJQenjsCk*n4Tz07MJBcsJnhpi7KNHjqitvRtcgnhf0y229z*zoka1u7PBvqBXy*MyMySg__';

const now = Math.floor(Date.now() / 1_000);

describe('the signature', () => {
  it('accepts a UserSig made as the vendor describes, in any order of parameters', () => {
    expect(codeWith({})).toBe(0);
    const reversed = queryWith().split('&').reverse().join('&');
    expect(sandbox.code('get_group_attr', { GroupId: GROUP }, { query: reversed })).toBe(0);
  });

  it('reads the documented vector, and no other key has signed it', () => {
    const read = readUserSig(VECTOR);
    expect(read).toEqual({
      identifier: 'gateway',
      sdkAppId: 1_400_000_001,
      time: 1_767_225_600,
      expire: 86_400,
      signature: '5ldj+dNcIS7tperIuXgmdib2dsJ8UQBfzV5MfcgB8wc=',
    });
    if (read === undefined) return;
    expect(isSignedWith(KEY, read)).toBe(true);
    expect(isSignedWith('other', read)).toBe(false);
    expect(isSignedWith(KEY, { ...read, expire: 86_401 })).toBe(false);
  });

  it.each([
    ['expired', { time: now - 100, expire: 99 }, 70001],
    ['expiring at this second', { time: now - 100, expire: 100 }, 70001],
    ['of another account', { identifier: 'ada' }, 70013],
    ['of another app', { app: APP + 1 }, 70014],
    ['made with another key', { key: 'other' }, 70009],
  ])('refuses one that is %s', (_title, fields, code) => {
    expect(codeWith({ usersig: userSig(fields) })).toBe(code);
  });

  it('refuses one whose fields were altered', () => {
    const contents = {
      'TLS.ver': '2.0',
      'TLS.identifier': 'administrator',
      'TLS.sdkappid': APP,
      'TLS.time': now,
      'TLS.expire': 86_400,
      'TLS.sig': '5ldj+dNcIS7tperIuXgmdib2dsJ8UQBfzV5MfcgB8wc=',
    };
    expect(codeWith({ usersig: packed(contents) })).toBe(70009);
    expect(codeWith({ usersig: packed({ ...contents, 'TLS.ver': '1.0' }) })).toBe(70003);
    expect(codeWith({ usersig: packed({ ...contents, 'TLS.sdkappid': String(APP) }) })).toBe(70003);
    expect(codeWith({ usersig: packed([]) })).toBe(70003);
  });

  it.each(['eJw', 'no+base64', 'AAAA', '%00'])('refuses %s, which cannot be read', (usersig) => {
    expect(codeWith({ usersig })).toBe(70003);
  });

  it('refuses an account that is no admin', () => {
    const usersig = userSig({ identifier: 'ada' });
    expect(codeWith({ identifier: 'ada', usersig })).toBe(60010);
  });
});

describe('the parameters', () => {
  it.each([
    ['sdkappid', undefined, 60012],
    ['sdkappid', '1400000009', 60006],
    ['sdkappid', 'x', 60006],
    ['identifier', undefined, 60004],
    ['identifier', '', 60004],
    ['usersig', undefined, 60005],
    ['usersig', '', 60005],
    ['random', undefined, 60009],
    ['random', '4294967296', 60009],
    ['random', '-1', 60009],
    ['random', '1.5', 60009],
    ['contenttype', undefined, 60009],
    ['contenttype', 'xml', 60009],
  ])('refuses %s %s with %i', (name, value, code) => {
    expect(codeWith({ [name]: value })).toBe(code);
  });

  it('accepts both ends of the range of random', () => {
    expect(codeWith({ random: '0' })).toBe(0);
    expect(codeWith({ random: '4294967295' })).toBe(0);
  });
});

describe('the address', () => {
  const codeOf = (path: string, method = 'POST') => {
    const { status, body } = sandbox.send(path, {}, { method });
    expect(status).toBe(200);
    return (body as { ErrorCode: number }).ErrorCode;
  };

  it('refuses other addresses and methods', () => {
    expect(codeOf('/v4/group_open_http_svc/get_group_attr')).toBe(10003);
    expect(codeOf('/v4/group_open_http_svc/Modify_group_attr')).toBe(10003);
    expect(codeOf('/v4/unknown/modify_group_attr')).toBe(60009);
    expect(codeOf('/v4/__proto__/x')).toBe(60009);
    expect(codeOf('/v4/group_open_http_svc/modify_group_attr', 'GET')).toBe(60002);
  });

  it('does not count calls that it refuses before the command', () => {
    const fresh = new Sandbox({}, { quotas: { 'group-attribute.get': { limit: 1 } } });
    const body = { GroupId: GROUP };
    const wrong = { query: queryWith({ usersig: 'AAAA' }), atMs: 1 };
    expect(fresh.code('get_group_attr', body, wrong)).toBe(70003);
    expect(fresh.code('get_group_attr', body, { atMs: 2 })).toBe(0);
    expect(fresh.code('get_group_attr', body, { atMs: 3 })).toBe(60007);
  });
});
