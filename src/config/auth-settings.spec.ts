import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { PROVIDERS } from '../providers/registry';
import { ConfigError } from './faults';
import { loadConfig } from './load-config';
import type { AuthSettings } from './settings';

const HASH = createHash('sha256').update('k').digest('hex');
const OTHER_HASH = createHash('sha256').update('other').digest('hex');
const EXAMPLE = 'https://vendor.example';

const document = (auth: object): string =>
  JSON.stringify({
    auth,
    connections: {
      one: { provider: 'nexconn', appKey: 'a', appSecret: 'long-secret', baseUrls: [EXAMPLE] },
      two: { provider: 'nexconn', appKey: 'b', appSecret: 'long-secret', baseUrls: [EXAMPLE] },
    },
  });

const load = (auth: object): AuthSettings =>
  loadConfig({
    env: { GATEWAY_CONFIG: 'gateway.yaml' },
    readFile: () => document(auth),
    providers: PROVIDERS,
  }).auth;

function faultsOf(auth: object): readonly string[] {
  try {
    load(auth);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

const key = (fields: object) => ({ client: 'orders', sha256: HASH, ...fields });
const RIGHTS = { connections: ['*'], access: ['read'] };
const issuer = (name: string, fields: object = {}) => ({
  issuer: name,
  audience: 'gateway',
  jwksUri: 'https://keys.example',
  ...fields,
});

describe('the rights of a client', () => {
  it('include the most calls that it may have under way', () => {
    const rights = { ...RIGHTS, maxConcurrent: 20 };
    const { apiKeys, issuers } = load({
      apiKeys: [key(rights), key({ ...RIGHTS, sha256: OTHER_HASH })],
      jwt: issuer('a', { subjects: [{ subject: 'pod', ...rights }] }),
    });
    expect(apiKeys.map(({ maxConcurrent }) => maxConcurrent)).toEqual([20, undefined]);
    expect(issuers[0]?.subjects[0]).toMatchObject({ maxConcurrent: 20 });
  });

  it('include the most of each quota that it uses, which is the same for all of its credentials', () => {
    const rights = { ...RIGHTS, share: 0.5 };
    const subject = { subject: 'orders', ...rights };
    const { apiKeys, issuers } = load({
      apiKeys: [key(rights), key({ ...RIGHTS, client: 'all', sha256: OTHER_HASH, share: 1 })],
      jwt: issuer('a', { subjects: [subject] }),
    });
    expect(apiKeys.map(({ share }) => share)).toEqual([0.5, undefined]);
    expect(issuers[0]?.subjects[0]).toMatchObject({ share: 0.5 });
    expect(faultsOf({ apiKeys: [key(RIGHTS)], jwt: issuer('a', { subjects: [subject] }) })).toEqual(
      ['auth.jwt.subjects[0].share: must be the same as in auth.apiKeys[0], for the same client'],
    );
  });

  it.each([0, -0.5, 1.01, '0.5'])('refuse the share %j', (share) => {
    expect(faultsOf({ apiKeys: [key({ ...RIGHTS, share })] })).toEqual([
      expect.stringMatching(/^auth\.apiKeys\[0\]\.share: must /),
    ]);
  });

  it.each([0, 1.5, '20', 1_000_001])('refuse %j calls', (maxConcurrent) => {
    expect(faultsOf({ apiKeys: [key({ ...RIGHTS, maxConcurrent })] })).toEqual([
      expect.stringMatching(/^auth\.apiKeys\[0\]\.maxConcurrent: must /),
    ]);
  });

  it('are grants, or connections and access for a single grant', () => {
    const grants = [
      { connections: ['one'], access: ['read', 'write'] },
      { connections: ['*'], access: ['read'] },
    ];
    const subjects = [{ subject: 'pod', grants }];
    const { apiKeys, issuers } = load({
      apiKeys: [key(RIGHTS), key({ sha256: OTHER_HASH, grants })],
      jwt: issuer('a', { subjects }),
    });
    expect(apiKeys.map((one) => one.grants)).toEqual([[RIGHTS], grants]);
    expect(issuers[0]?.subjects).toEqual([{ subject: 'pod', client: 'pod', grants, weight: 1 }]);
  });

  it.each<[string, object, string[]]>([
    [
      'nothing',
      {},
      ['auth.apiKeys[0].access: is required', 'auth.apiKeys[0].connections: is required'],
    ],
    ['an empty list', { grants: [] }, ['auth.apiKeys[0].grants: must have at least 1 item']],
    [
      'both forms',
      { grants: [RIGHTS], ...RIGHTS },
      [
        'auth.apiKeys[0].connections: cannot be combined with grants; move it into one of them',
        'auth.apiKeys[0].access: cannot be combined with grants; move it into one of them',
      ],
    ],
    [
      'a grant without connections',
      { grants: [{ access: ['read'] }] },
      ['auth.apiKeys[0].grants[0].connections: is required'],
    ],
    [
      'an unknown connection',
      { grants: [RIGHTS, { connections: ['two', 'three'], access: ['read'] }] },
      ['auth.apiKeys[0].grants[1].connections[1]: must be "*" or the name of a connection'],
    ],
  ])('cannot be %s', (_, rights, faults) => {
    expect(faultsOf({ apiKeys: [key(rights)] })).toEqual(faults);
  });
});

describe('the hash of a key', () => {
  it.each([
    HASH,
    HASH.toUpperCase(),
    `${HASH}  -`,
    `${HASH}  -\n`,
    `  ${HASH} *key.txt`,
    `\\${HASH}  odd\\nname`,
    `SHA256 (key.txt) = ${HASH}`,
    `SHA2-256(stdin)= ${HASH}`,
  ])('may be a line of sha256sum: %j', (sha256) => {
    expect(load({ apiKeys: [key({ ...RIGHTS, sha256 })] }).apiKeys[0]?.sha256).toBe(HASH);
  });

  it.each(['', 'k', HASH.slice(1), `${HASH}0`, `${HASH}\n${HASH}`, `x ${HASH}`])(
    'must be one: %j',
    (sha256) => {
      expect(faultsOf({ apiKeys: [key({ ...RIGHTS, sha256 })] })).toHaveLength(1);
    },
  );

  it.each(['', '\n'])('must not be that of %j', (text) => {
    const sha256 = createHash('sha256').update(text).digest('hex');
    expect(faultsOf({ apiKeys: [key({ ...RIGHTS, sha256 })] })).toEqual([
      expect.stringContaining('not that of an empty key'),
    ]);
  });

  it('is found twice in any form', () => {
    const keys = [key(RIGHTS), key({ ...RIGHTS, sha256: `${HASH}  -` })];
    expect(faultsOf({ apiKeys: keys })).toEqual([
      'auth.apiKeys[1].sha256: repeats the key of auth.apiKeys[0]',
    ]);
  });
});

describe('the end of a key', () => {
  it.each([
    ['2027-01-31', '2027-01-31T00:00:00.000Z'],
    ['2027-01-31T12:00Z', '2027-01-31T12:00:00.000Z'],
    ['2027-01-31T12:00:00.5+02:00', '2027-01-31T10:00:00.500Z'],
  ])('is a date or a time: %s', (expiresAt, iso) => {
    const [loaded] = load({ apiKeys: [key({ ...RIGHTS, name: 'first', expiresAt })] }).apiKeys;
    expect(loaded).toMatchObject({ name: 'first', expiresAtMs: Date.parse(iso) });
  });

  it.each(['2027-02-31', '2027-1-31', 'soon', '2027-01-31T12:00', '31.01.2027', 1_800_000_000])(
    'is not %j',
    (expiresAt) => {
      expect(faultsOf({ apiKeys: [key({ ...RIGHTS, expiresAt })] })).toEqual([
        expect.stringContaining('auth.apiKeys[0].expiresAt: must be a date'),
      ]);
    },
  );
});

describe('several issuers', () => {
  it('are a list; one is a section', () => {
    expect(load({ jwt: issuer('a') }).issuers).toMatchObject([{ issuer: 'a' }]);
    const two = load({ jwt: [issuer('a'), issuer('b', { algorithms: ['EdDSA'] })] }).issuers;
    expect(two).toMatchObject([{ issuer: 'a' }, { issuer: 'b', algorithms: ['EdDSA'] }]);
  });

  it('differ, and their faults have places', () => {
    const subject = { subject: 'pod', connections: ['three'], access: ['read'] };
    const jwt = [issuer('a'), issuer('a', { subjects: [subject, subject], audience: '' })];
    expect(faultsOf({ jwt })).toEqual([
      'auth.jwt[1].audience: must have at least 1 character',
      'auth.jwt[1].issuer: repeats the issuer of auth.jwt[0]',
      'auth.jwt[1].subjects[1].subject: repeats the subject of auth.jwt[1].subjects[0]',
      'auth.jwt[1].subjects[0].connections[0]: must be "*" or the name of a connection',
      'auth.jwt[1].subjects[1].connections[0]: must be "*" or the name of a connection',
    ]);
    expect(faultsOf({ jwt: [] })).toEqual(['auth.jwt: must be an object or a list of objects']);
  });
});
