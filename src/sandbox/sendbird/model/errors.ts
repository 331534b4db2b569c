import type { WireReply } from '../../kit/vendor';

/**
 * Every error that the vendor lists in "Error codes" (Sendbird docs), grouped by HTTP status. `%` in
 * `text` stands for the subject. `wording` names the source of the text; most texts are not published
 * (`own`), so callers should match on `code`.
 */
interface ErrorRow {
  readonly code: number;
  readonly status: number;
  readonly text: string;
  readonly wording: string;
}

const row = (code: number, status: number, text: string, wording = 'own'): ErrorRow => ({
  code,
  status,
  text,
  wording,
});

export const ERRORS = {
  'expected-string': row(400100, 400, '"%" must be a string.'),
  'expected-number': row(400101, 400, '"%" must be a number.'),
  'expected-list': row(400102, 400, '"%" must be a list.'),
  'expected-json': row(400103, 400, '"%" must be a JSON object.'),
  'expected-boolean': row(400104, 400, '"%" must be a boolean.'),
  'missing-parameter': row(400105, 400, '% must be required.', 'recorded in 2016'),
  'must-be-positive': row(400106, 400, '"%" must be positive.'),
  'must-be-negative': row(400107, 400, '"%" must be negative.'),
  'not-authorized': row(400108, 400, 'Not authorized. %', 'recorded in 2016'),
  'token-expired': row(400109, 400, 'Page token "%" is expired.'),
  'value-too-long': row(400110, 400, '"%" is too long.'),
  'invalid-value': row(400111, 400, 'Invalid value: "%".', 'a reply in a public repository'),
  'incompatible-values': row(400112, 400, '"%" are incompatible.'),
  'out-of-range': row(400113, 400, '"%" is out of range.'),
  'bad-resource-url': row(400114, 400, '"%" is not a resource URL.'),
  'illegal-character': row(400151, 400, '"%" is empty or has an illegal character.'),
  'not-found': row(400201, 400, '"%" not found.', 'Update metadata (Sendbird docs)'),
  'already-exists': row(400202, 400, '"%" already exists.'),
  'too-many-items': row(400203, 400, 'Too many items in "%".'),
  'user-deactivated': row(400300, 400, 'User is deactivated.'),
  'user-not-found': row(400301, 400, 'User not found.'),
  'invalid-access-token': row(400302, 400, 'Invalid access token.'),
  'invalid-session-key': row(400303, 400, 'Invalid session key.'),
  'application-not-found': row(400304, 400, 'Application not found.'),
  'user-id-too-long': row(400305, 400, 'User id is too long.'),
  'quota-exceeded': row(400306, 400, 'Quota of the paid plan is exceeded.'),
  'domain-not-allowed': row(400307, 400, 'Domain is not allowed.'),
  'session-expired': row(400309, 400, 'Session key is expired.'),
  'session-revoked': row(400310, 400, 'Session is revoked.'),
  'invalid-api-token': row(400401, 400, 'Invalid API token.'),
  'missing-parameters': row(400402, 400, 'Missing parameters: %.'),
  'not-json': row(400403, 400, 'Request body is not valid JSON.'),
  'invalid-url': row(400404, 400, 'Invalid URL.'),
  'websocket-limit': row(400500, 400, 'Limit of connections is reached.'),
  'websocket-refused': row(400501, 400, 'Connection is refused.'),
  'user-blocked': row(400700, 400, 'User is blocked.'),
  'user-banned': row(400701, 400, 'User is banned.'),
  'user-muted': row(400702, 400, 'User is muted.'),
  'unacceptable-combination': row(400750, 400, 'Unacceptable combination of parameters.'),
  'unacceptable-value-combination': row(400751, 400, 'Unacceptable combination of values.'),
  'retired-endpoint': row(400920, 400, 'This endpoint is retired.'),
  'dead-endpoint': row(400930, 400, 'This endpoint is no longer served.'),
  'message-not-found-in-sdk': row(900300, 400, '"%" not found.'), // documented for client SDKs
  'application-not-available': row(403100, 403, 'Application is not available.'),
  'too-many-requests': row(500910, 429, 'Too many requests (%)', 'community article by staff'),
  'internal-error': row(500901, 500, 'Internal error. Please try again.'),
  'push-token-not-registered': row(500601, 500, 'Push token is not registered.'),
  'push-token-not-removed': row(500602, 500, 'Push token is not removed.'),
} as const satisfies Readonly<Record<string, ErrorRow>>;

export type ErrorName = keyof typeof ERRORS;

const ERROR_NAMES = Object.keys(ERRORS) as ErrorName[];

/** Error names by code, for the setting `refuseWith`. */
export const ERROR_OF_CODE: ReadonlyMap<number, ErrorName> = new Map(
  ERROR_NAMES.map((name) => [ERRORS[name].code, name]),
);

/** Reason phrases as recorded from the live service (400) or as in HTTP. */
const REASONS: Readonly<Record<number, string>> = {
  400: 'BAD REQUEST',
  403: 'FORBIDDEN',
  429: 'TOO MANY REQUESTS',
  500: 'INTERNAL SERVER ERROR',
  503: 'SERVICE UNAVAILABLE',
};

/**
 * The vendor's error reply, with its fields in the recorded order.
 * @param status HTTP status; default: that of the table
 */
export function errorReply(name: ErrorName, subject = '', status?: number): WireReply {
  const { code, text, status: documented } = ERRORS[name];
  const sent = status ?? documented;
  const reason = REASONS[sent];
  return {
    status: sent,
    ...(reason === undefined ? {} : { reason }),
    // a function, because the subject is a caller's text and may contain `$&`
    body: { message: text.replace('%', () => subject), code, error: true },
  };
}

/** Thrown by handlers before they change anything; `http/endpoint.ts` turns it into the error reply. */
export class Refusal extends Error {
  constructor(
    readonly error: ErrorName,
    readonly subject = '',
  ) {
    super(error);
    this.name = 'Refusal';
  }
}

/** The first error with this status. 503 has none of its own and gets the error of 500. */
const errorOfStatus = (status: number): ErrorName =>
  status === 400
    ? 'invalid-value'
    : (ERROR_NAMES.find((name) => ERRORS[name].status === status) ?? 'internal-error');

/** The reply for an injected failure: the error with this code, else the first one with this status. */
export const failure = (status: number, code?: number): WireReply =>
  errorReply(
    (code === undefined ? undefined : ERROR_OF_CODE.get(code)) ?? errorOfStatus(status),
    '',
    status,
  );
