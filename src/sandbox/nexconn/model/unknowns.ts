import type { Code } from './errors';

/** Behaviour that the vendor does not document, as settings; README.md describes each. */
export interface NexconnUnknowns {
  // authentication
  readonly unknownAppKey: Code;
  readonly badSignature: Code;
  readonly appState: 'active' | 'locked' | 'restricted';
  /** Milliseconds; 0: every timestamp is accepted. */
  readonly maxSkewMs: number;
  readonly timestampUnit: 'any' | 'milliseconds';
  readonly rejectNonceReplay: boolean;
  /** Characters; 0: every length is accepted. */
  readonly maxNonceLength: number;
  readonly signatureCase: 'any' | 'lower';
  // requests
  readonly strictContentType: boolean;
  readonly strictMessageId: 'off' | 'classic' | 'current';
  readonly ignoreUnknownFields: boolean;
  readonly coerceValues: boolean;
  readonly emptyValues: boolean;
  readonly emptyBatches: boolean;
  readonly lengthUnit: 'utf16' | 'code-points' | 'bytes';
  readonly tooLong: Code;
  readonly communityPairs: 100 | 20;
  // replies
  readonly listPayload: 'array' | 'object';
  readonly emptyRead: 'full' | 'without-list' | 'without-result' | 'null';
  readonly ignorePage: boolean;
  readonly ownerField: 'metadataOwnerId' | 'userId';
  readonly notEnabledStatus: number;
  readonly echoRequestId: boolean;
  // state
  readonly messageNotFound: Code;
  readonly checkChannel: boolean;
  readonly defaultSubchannelAlias: boolean;
  readonly hasMetadataRequired: boolean;
  readonly hasMetadataMissing: Code;
  readonly tooManyOnMessage: Code;
  readonly tooManyInChannel: Code;
  readonly partialOverLimit: boolean;
  readonly openChannelMetadataEnabled: boolean;
  readonly openChannelNotFound: Code;
  readonly singleSetOnOthersKey: 'overwrite' | 'refuse';
  readonly singleRemoveOfOthersKey: 'remove' | 'refuse';
  readonly notOwner: Code;
  readonly removeMissing: 'ignore' | 'refuse' | 'refuse-after-others';
  // quotas
  readonly sharedBuckets: boolean;
}

/** The defaults: as lenient as the public SDKs require, otherwise as the documentation suggests. */
export const UNKNOWNS: NexconnUnknowns = {
  unknownAppKey: 1002,
  badSignature: 1004,
  appState: 'active',
  maxSkewMs: 0,
  timestampUnit: 'any',
  rejectNonceReplay: false,
  maxNonceLength: 0,
  signatureCase: 'any',
  strictContentType: false,
  strictMessageId: 'off',
  ignoreUnknownFields: true,
  coerceValues: true,
  emptyValues: true,
  emptyBatches: false,
  lengthUnit: 'utf16',
  tooLong: 1005,
  communityPairs: 100,
  listPayload: 'array',
  emptyRead: 'full',
  ignorePage: false,
  ownerField: 'metadataOwnerId',
  notEnabledStatus: 430,
  echoRequestId: true,
  messageNotFound: 1002,
  checkChannel: true,
  defaultSubchannelAlias: true,
  hasMetadataRequired: true,
  hasMetadataMissing: 1002,
  tooManyOnMessage: 1002,
  tooManyInChannel: 1002,
  partialOverLimit: false,
  openChannelMetadataEnabled: true,
  openChannelNotFound: 1002,
  singleSetOnOthersKey: 'overwrite',
  singleRemoveOfOthersKey: 'refuse',
  notOwner: 1002,
  removeMissing: 'ignore',
  sharedBuckets: true,
};

/** The error codes that a setting may select. */
const ERROR_CODES = [400, 404, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1009, 1015] as const;

/** Allowed values of the settings whose type alone does not restrict them. */
export const CHOICES: { readonly [K in keyof NexconnUnknowns]?: readonly NexconnUnknowns[K][] } = {
  unknownAppKey: ERROR_CODES,
  badSignature: ERROR_CODES,
  appState: ['active', 'locked', 'restricted'],
  timestampUnit: ['any', 'milliseconds'],
  signatureCase: ['any', 'lower'],
  strictMessageId: ['off', 'classic', 'current'],
  lengthUnit: ['utf16', 'code-points', 'bytes'],
  tooLong: ERROR_CODES,
  communityPairs: [100, 20],
  listPayload: ['array', 'object'],
  emptyRead: ['full', 'without-list', 'without-result', 'null'],
  ownerField: ['metadataOwnerId', 'userId'],
  messageNotFound: ERROR_CODES,
  hasMetadataMissing: ERROR_CODES,
  tooManyOnMessage: ERROR_CODES,
  tooManyInChannel: ERROR_CODES,
  openChannelNotFound: ERROR_CODES,
  singleSetOnOthersKey: ['overwrite', 'refuse'],
  singleRemoveOfOthersKey: ['remove', 'refuse'],
  notOwner: ERROR_CODES,
  removeMissing: ['ignore', 'refuse', 'refuse-after-others'],
};
