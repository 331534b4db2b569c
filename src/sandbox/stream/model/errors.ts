import type { WireReply } from '../../kit/vendor';

interface ErrorRow {
  readonly status: number;
  readonly text: string;
  /** `D`: a docs page; `ISSUE`: a public thread; `INF`: an inference; `SDK`: a name in the SDK only. */
  readonly evidence: string;
}

const row = (status: number, text: string, evidence: string): ErrorRow => ({
  status,
  text,
  evidence,
});

/** Every error code that the vendor's pages or its SDK name. Texts are our own: match on the code. */
export const ERRORS = {
  [-1]: row(500, 'internal error', 'D'),
  2: row(401, 'api_key not found', 'D'),
  3: row(401, 'authentication failed', 'INF'),
  4: row(400, 'input is not valid', 'D, ISSUE'),
  5: row(401, 'authentication error', 'D, an older table'),
  6: row(400, 'name is taken', 'D'),
  9: row(429, 'too many requests', 'D, ISSUE'),
  16: row(404, 'it does not exist', 'D, ISSUE'),
  17: row(403, 'it is not allowed', 'D, ISSUE'),
  18: row(400, 'event is not supported', 'D'),
  19: row(400, 'feature of the channel is not supported', 'D'),
  20: row(400, 'message is too long', 'D'),
  21: row(400, 'replies are nested too deeply', 'D'),
  22: row(413, 'payload is too big', 'INF'),
  23: row(408, 'request timed out', 'INF'),
  24: row(431, 'headers are too big', 'INF'),
  40: row(401, 'token is expired', 'D'),
  41: row(401, 'token is not valid yet', 'D'),
  42: row(401, 'token is used before it was issued', 'D'),
  43: row(401, 'signature is not valid', 'D'),
  44: row(400, 'custom command has no endpoint', 'D'),
  45: row(400, 'custom command failed', 'D'),
  46: row(400, 'connection id is unknown', 'SDK'),
  60: row(403, 'channel is in slow mode', 'INF'),
  69: row(400, 'app is in another region', 'SDK'),
  70: row(403, 'channels of this query may not be read', 'SDK'),
  71: row(403, 'too many connections', 'SDK'),
  99: row(403, 'app is suspended', 'INF'),
} as const satisfies Readonly<Record<number, ErrorRow>>;

export type Code = keyof typeof ERRORS;

export const isCode = (code: number): code is Code => Object.hasOwn(ERRORS, code);

/** Thrown by operations before they change anything; `routes.ts` turns it into the error reply. */
export class Refusal extends Error {
  constructor(
    readonly code: Code,
    message: string = ERRORS[code].text,
    /** The fields at fault, with a reason each. */
    readonly exceptionFields: Readonly<Record<string, string>> = {},
    readonly status: number = ERRORS[code].status,
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

/**
 * The vendor's error envelope.
 * @param operation the vendor's name of the endpoint
 * @param unrecoverable whether the reply says that the same request fails again
 */
export const refusalReply = (
  operation: string,
  { code, message, exceptionFields, status }: Refusal,
  unrecoverable = false,
): WireReply => ({
  status,
  body: {
    code,
    message: `${operation} failed with error: "${message}"`,
    StatusCode: status,
    duration: '0.50ms',
    more_info: 'https://getstream.io/chat/docs/api_errors_response',
    details: [],
    ...(Object.keys(exceptionFields).length > 0 && { exception_fields: exceptionFields }),
    ...(unrecoverable && { unrecoverable }),
  },
});

/** The most general code of each HTTP status. */
const CODE_BY_STATUS: ReadonlyMap<number, Code> = new Map([
  [400, 4],
  [401, 43],
  [403, 17],
  [404, 16],
  [408, 23],
  [413, 22],
  [429, 9],
  [431, 24],
]);

/** The reply for an injected failure: with this code, else with the one that fits the status best. */
export function failure(status: number, given?: number): WireReply {
  const code = given !== undefined && isCode(given) ? given : (CODE_BY_STATUS.get(status) ?? -1);
  return refusalReply('Request', new Refusal(code, undefined, {}, status));
}
