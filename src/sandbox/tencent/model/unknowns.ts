/** Behaviour that the vendor does not document, as settings; README.md describes each. */
export interface Unknowns {
  // requests
  readonly freshRandom: boolean;
  readonly contentType: 'ignored' | 'json';
  readonly bodyBytes: number;
  readonly invalidJson: number;
  readonly wrongSignature: number;
  readonly throttleCode: number;
  readonly accounts: 'any' | 'imported';
  // attributes and counters
  readonly partialWrites: boolean;
  readonly nonText: 'refuse' | 'convert';
  readonly emptyKey: 'refuse' | 'accept';
  readonly keyCharacters: 'any' | 'ascii';
  // attributes
  readonly setCounts: boolean;
  readonly clearCounts: boolean;
  readonly emptyAttributes: 'list' | 'absent';
  readonly attributeOrder: 'written' | 'reversed';
  readonly attributeBytes: number;
  readonly attributeBytesOf: 'keys-and-values' | 'values';
  readonly emptyAttributeValue: 'accept' | 'refuse';
  readonly deleteAbsentAttribute: 'none' | 'others' | 'ignore';
  readonly clearEmpty: 'ok' | 'refuse';
  readonly communityClear: boolean;
  // counters
  readonly counterMode: 'required' | 'optional';
  readonly readAbsentCounter: 'absent' | 'zero';
  readonly deleteAbsentCounter: 'ok' | 'refuse';
  readonly negativeAmount: 'accept' | 'refuse';
  readonly counterOverflow: 'refuse' | 'wrap' | 'saturate';
  readonly counterLimit: number;
  readonly counters: 'enabled' | 'edition' | 'disabled';
  // message extensions
  readonly missingMessage: number;
  readonly plainMessage: number;
  readonly extensions: 'enabled' | 'disabled';
  readonly extensionsDisabled: number;
  readonly communityExtensions: boolean;
  readonly directSender: 'either' | 'sender';
  readonly extensionValueBytes: number;
  readonly emptyExtensionValue: 'accept' | 'refuse';
  readonly extensionLimit: 'key' | 'call';
  readonly keyRefusal: number;
  readonly deleteAbsentExtension: 'refuse' | 'ok';
  readonly deletedExtension: 'absent' | 'empty';
  // tests of callers
  readonly checkSeq: boolean;
  readonly refusedKeys: string;
  readonly missingGroup: 'refuse' | 'create';
}

/** The defaults: the inferences of the fact sheet, as lenient as the public SDKs need. */
export const UNKNOWNS: Unknowns = {
  freshRandom: false,
  contentType: 'ignored',
  bodyBytes: 1_048_576,
  invalidJson: 60003,
  wrongSignature: 70009,
  throttleCode: 60007,
  accounts: 'any',
  partialWrites: false,
  nonText: 'refuse',
  emptyKey: 'refuse',
  keyCharacters: 'any',
  setCounts: true,
  clearCounts: true,
  emptyAttributes: 'list',
  attributeOrder: 'written',
  attributeBytes: 16_384,
  attributeBytesOf: 'keys-and-values',
  emptyAttributeValue: 'accept',
  deleteAbsentAttribute: 'none',
  clearEmpty: 'ok',
  communityClear: false,
  counterMode: 'required',
  readAbsentCounter: 'absent',
  deleteAbsentCounter: 'ok',
  negativeAmount: 'accept',
  counterOverflow: 'refuse',
  counterLimit: 10004,
  counters: 'enabled',
  missingMessage: 10004,
  plainMessage: 10007,
  extensions: 'enabled',
  extensionsDisabled: 60017,
  communityExtensions: true,
  directSender: 'either',
  extensionValueBytes: 1_000,
  emptyExtensionValue: 'accept',
  extensionLimit: 'key',
  keyRefusal: 10004,
  deleteAbsentExtension: 'refuse',
  deletedExtension: 'absent',
  checkSeq: false,
  refusedKeys: '',
  missingGroup: 'refuse',
};

/** Allowed values of the settings whose type alone does not restrict them. */
export const CHOICES: { readonly [K in keyof Unknowns]?: readonly Unknowns[K][] } = {
  contentType: ['ignored', 'json'],
  invalidJson: [60003, 10011],
  wrongSignature: [70009, 70003],
  throttleCode: [60007, 60011, 10006],
  accounts: ['any', 'imported'],
  nonText: ['refuse', 'convert'],
  emptyKey: ['refuse', 'accept'],
  keyCharacters: ['any', 'ascii'],
  emptyAttributes: ['list', 'absent'],
  attributeOrder: ['written', 'reversed'],
  attributeBytesOf: ['keys-and-values', 'values'],
  emptyAttributeValue: ['accept', 'refuse'],
  deleteAbsentAttribute: ['none', 'others', 'ignore'],
  clearEmpty: ['ok', 'refuse'],
  counterMode: ['required', 'optional'],
  readAbsentCounter: ['absent', 'zero'],
  deleteAbsentCounter: ['ok', 'refuse'],
  negativeAmount: ['accept', 'refuse'],
  counterOverflow: ['refuse', 'wrap', 'saturate'],
  counters: ['enabled', 'edition', 'disabled'],
  extensions: ['enabled', 'disabled'],
  directSender: ['either', 'sender'],
  emptyExtensionValue: ['accept', 'refuse'],
  extensionLimit: ['key', 'call'],
  deleteAbsentExtension: ['refuse', 'ok'],
  deletedExtension: ['absent', 'empty'],
  missingGroup: ['refuse', 'create'],
};
