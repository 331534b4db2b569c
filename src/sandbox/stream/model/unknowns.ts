import type { Code } from './errors';

/** Behaviour that the vendor does not document, as settings; README.md describes each. */
export interface Unknowns {
  // endpoints
  readonly getChannel: boolean;
  readonly requireActor: boolean;
  readonly partialMessageStatus: number;
  readonly missingChannel: Code;
  readonly missingMessage: Code;
  readonly deletedMessage: 'found' | 'refuse';
  readonly deletedMessageCode: Code;
  // partial writes
  readonly emptyUpdate: 'refuse' | 'ignore';
  readonly keyInBoth: 'refuse' | 'unset' | 'set';
  readonly unsetAbsent: 'ignore' | 'refuse';
  readonly nullValue: 'store' | 'unset' | 'refuse';
  readonly dollarKeys: 'refuse' | 'accept';
  readonly emptyKey: 'refuse' | 'accept';
  readonly nestedParent: 'create' | 'refuse';
  readonly idCharacters: 'any' | 'sdk';
  // limits
  readonly customDataBytes: number;
  readonly tooBig: Code;
  readonly tooBigStatus: number;
  // replies
  readonly touchesMessage: boolean;
  readonly customInV1: 'top-level' | 'custom' | 'both';
  readonly v2Times: 'nanoseconds' | 'milliseconds' | 'seconds';
  // quotas
  readonly sharedUpdateBuckets: boolean;
  readonly rateLimitHeaders: 'always' | 'on-429';
  // tests of callers
  readonly unrecoverable: boolean;
}

/** The defaults: the inferences of the fact sheet, as lenient as the public SDKs need. */
export const UNKNOWNS: Unknowns = {
  getChannel: true,
  requireActor: true,
  partialMessageStatus: 201,
  missingChannel: 16,
  missingMessage: 16,
  deletedMessage: 'refuse',
  deletedMessageCode: 16,
  emptyUpdate: 'refuse',
  keyInBoth: 'refuse',
  unsetAbsent: 'ignore',
  nullValue: 'store',
  dollarKeys: 'refuse',
  emptyKey: 'refuse',
  nestedParent: 'create',
  idCharacters: 'any',
  customDataBytes: 5_120,
  tooBig: 4,
  tooBigStatus: 400,
  touchesMessage: true,
  customInV1: 'top-level',
  v2Times: 'nanoseconds',
  sharedUpdateBuckets: false,
  rateLimitHeaders: 'always',
  unrecoverable: false,
};

const NOT_FOUND = [16, 4, 17] as const;

/** Allowed values of the settings whose type alone does not restrict them. */
export const CHOICES: { readonly [K in keyof Unknowns]?: readonly Unknowns[K][] } = {
  partialMessageStatus: [201, 200],
  missingChannel: NOT_FOUND,
  missingMessage: NOT_FOUND,
  deletedMessage: ['refuse', 'found'],
  deletedMessageCode: NOT_FOUND,
  emptyUpdate: ['refuse', 'ignore'],
  keyInBoth: ['refuse', 'unset', 'set'],
  unsetAbsent: ['ignore', 'refuse'],
  nullValue: ['store', 'unset', 'refuse'],
  dollarKeys: ['refuse', 'accept'],
  emptyKey: ['refuse', 'accept'],
  nestedParent: ['create', 'refuse'],
  idCharacters: ['any', 'sdk'],
  tooBig: [4, 22],
  tooBigStatus: [400, 413],
  customInV1: ['top-level', 'custom', 'both'],
  v2Times: ['nanoseconds', 'milliseconds', 'seconds'],
  rateLimitHeaders: ['always', 'on-429'],
};
