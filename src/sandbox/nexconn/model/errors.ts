import type { WireReply } from '../../kit/vendor';

/** HTTP status, text and source of a documented error code. */
export interface CodeFact {
  readonly status: number;
  readonly meaning: string;
  /** `3P`: third-party copies of the vendor's own table; `PAGE`, `DOC`: a page of the vendor. */
  readonly source: string;
}

const TABLE = '3P, status code table';
const OWN_TABLE = 'DOC, platform-chat-api/code';

/** Every documented code of the server API. */
export const CODES = {
  400: { status: 400, meaning: 'User id does not exist.', source: OWN_TABLE },
  404: { status: 404, meaning: 'Url not found.', source: TABLE },
  1000: {
    status: 500,
    meaning: 'Invalid request parameters, internal logic error.',
    source: `${OWN_TABLE}; with HTTP 400, too`,
  },
  1001: { status: 401, meaning: 'App Key and App Secret do not match.', source: TABLE },
  1002: { status: 400, meaning: 'Parameter error.', source: TABLE },
  1003: { status: 400, meaning: 'No POST body, or open channel id empty.', source: OWN_TABLE },
  1004: {
    status: 401,
    meaning: 'Signature error. Please check whether Appkey and Secret are correct.',
    source: `${TABLE}; text from the SDKs`,
  },
  1005: { status: 400, meaning: 'Parameter too long.', source: TABLE },
  1006: { status: 401, meaning: 'App is locked or deleted.', source: TABLE },
  1007: { status: 401, meaning: 'IP address is not allowed.', source: OWN_TABLE },
  1008: {
    status: 429,
    meaning: 'The call frequency exceeds the limit.',
    source: `${TABLE}; PAGE Set metadata (open channel); text from the SDKs`,
  },
  1009: {
    status: 430,
    meaning: 'Service is not enabled.',
    source: `${TABLE}; PAGE Set metadata (open channel)`,
  },
  1015: { status: 200, meaning: 'Data to delete does not exist.', source: TABLE },
  1016: { status: 403, meaning: 'Keep-alive count exceeded.', source: TABLE },
  1050: { status: 504, meaning: 'Internal timeout.', source: TABLE },
  2007: { status: 403, meaning: 'Test user limit exceeded.', source: TABLE },
} as const satisfies Readonly<Record<number, CodeFact>>;

export type Code = keyof typeof CODES;

export const isCode = (code: number): code is Code => Object.hasOwn(CODES, code);

/** The most general code of each HTTP status. */
const CODE_BY_STATUS: ReadonlyMap<number, Code> = new Map([
  [400, 1002],
  [401, 1004],
  [403, 2007],
  [404, 404],
  [429, 1008],
  [430, 1009],
  [504, 1050],
]);

/** The code for an injected failure with this HTTP status; 1000 if none fits. */
export const codeOfStatus = (status: number): Code => CODE_BY_STATUS.get(status) ?? 1000;

/** Thrown by operations; `routes.ts` turns it into the error reply. */
export class Refusal extends Error {
  constructor(
    readonly code: Code,
    message: string = CODES[code].meaning,
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

/** The vendor's error reply, `{"code","errorMessage"}`. */
export const failureReply = (code: number, errorMessage: string, status: number): WireReply => ({
  status,
  body: { code, errorMessage },
});

/** The error reply of a refusal, with the documented HTTP status of its code. */
export const refusalReply = ({ code, message }: Refusal): WireReply =>
  failureReply(code, message, CODES[code].status);
