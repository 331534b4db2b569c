import type { WireReply } from '../../kit/vendor';

/** Every code that the vendor's pages and SDKs name, with a text of our own: match on the code. */
export const ERRORS = {
  10002: 'internal error, try again',
  10003: 'command is unknown',
  10004: 'parameter is not valid',
  10006: 'operations of groups are too frequent',
  10007: 'not permitted, or not supported by this type of group',
  10010: 'group does not exist or is dissolved',
  10011: 'body is not valid JSON',
  10012: 'operator is not valid',
  10015: 'group id is not valid',
  10045: 'key of an attribute is too long',
  10046: 'value of an attribute is too long',
  10047: 'group has too many attributes',
  10048: 'attributes of the group are too large',
  10049: 'attributes of this group are written too frequently',
  10050: 'attribute to delete does not exist',
  10056: 'attribute was changed by another writer',
  10059: 'counters need another edition',
  10060: 'counters are not enabled',
  23001: 'Seq of the extension does not match',
  60002: 'HTTP request cannot be read',
  60003: 'JSON cannot be read',
  60004: 'account in the URL is missing or not valid',
  60005: 'signature in the URL is missing or not valid',
  60006: 'SDKAppID is not valid',
  60007: 'calls of this command are too frequent',
  60008: 'server timed out',
  60009: 'URL is not valid',
  60010: 'account is no admin of the app',
  60011: 'calls of this SDKAppID are too frequent',
  60012: 'SDKAppID is missing',
  60013: 'reply cannot be read',
  60014: 'request timed out',
  60015: 'account is missing',
  60016: 'app is disabled',
  60017: 'requests are disabled',
  60018: 'calls are too frequent',
  60019: 'calls are too frequent',
  60020: 'service package has expired',
  60021: 'IP address of the caller is not in the allow list',
  70001: 'UserSig has expired',
  70003: 'UserSig cannot be read',
  70009: 'UserSig was made with another key',
  70013: 'identifier differs from the signed one',
  70014: 'sdkappid differs from the signed one',
  70016: 'key of the app is not found',
  70020: 'app or account is not found',
  70050: 'UserSig was wrong too often',
  70051: 'account is blocked',
  70107: 'account is not imported',
} as const;

export type Code = keyof typeof ERRORS;

const TEXTS: Readonly<Record<number, string>> = ERRORS;

/** Thrown by operations before they change anything; `routes.ts` turns it into the error reply. */
export class Refusal extends Error {
  constructor(
    readonly code: number,
    message = TEXTS[code] ?? 'refused',
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

/** The vendor's envelope of a success. */
export const success = (payload: object): object => ({
  ActionStatus: 'OK',
  ErrorInfo: '',
  ErrorCode: 0,
  ...payload,
});

/** The vendor's envelope of an error. Its HTTP status is 200, except for trouble of the network. */
export const refusalReply = ({ code, message }: Refusal, status = 200): WireReply => ({
  status,
  body: { ActionStatus: 'FAIL', ErrorInfo: message, ErrorCode: code },
});

/** The most general code of each HTTP status. */
const CODE_BY_STATUS: ReadonlyMap<number, Code> = new Map([
  [400, 10004],
  [401, 70003],
  [403, 10007],
  [404, 10010],
  [429, 60007],
  [504, 60008],
]);

/** The reply for an injected failure: with this code, else with the one that fits the status best. */
export const failure = (status: number, code?: number): WireReply =>
  refusalReply(new Refusal(code ?? CODE_BY_STATUS.get(status) ?? 10002), status);
