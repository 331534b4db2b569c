/** HTTP status and words of each documented code. */
export interface CodeFact {
  readonly status: number;
  readonly meaning: string;
  /** Where it is documented: `3P` third-party copies of the vendor's own table, `PAGE` the vendor's page. */
  readonly source: string;
}

const TABLE = '3P, status code table';

/** Every documented code of the server API. */
export const CODES = {
  404: { status: 404, meaning: 'Url not found.', source: TABLE },
  1000: { status: 500, meaning: 'Internal logic error.', source: TABLE },
  1001: { status: 401, meaning: 'App Key and App Secret do not match.', source: TABLE },
  1002: { status: 400, meaning: 'Parameter error.', source: TABLE },
  1003: { status: 400, meaning: 'No POST body.', source: TABLE },
  1004: {
    status: 401,
    meaning: 'Signature error. Please check whether Appkey and Secret are correct.',
    source: `${TABLE}; words from the SDKs`,
  },
  1005: { status: 400, meaning: 'Parameter too long.', source: TABLE },
  1006: { status: 401, meaning: 'App is locked or deleted.', source: TABLE },
  1007: { status: 401, meaning: 'Call is restricted.', source: TABLE },
  1008: {
    status: 429,
    meaning: 'The call frequency exceeds the limit.',
    source: `${TABLE}; PAGE Set metadata (open channel); words from the SDKs`,
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

/** The code that says most about an HTTP status. */
const BY_STATUS: ReadonlyMap<number, Code> = new Map([
  [400, 1002],
  [401, 1004],
  [403, 2007],
  [404, 404],
  [429, 1008],
  [430, 1009],
  [504, 1050],
]);

export const codeOfStatus = (status: number): Code => BY_STATUS.get(status) ?? 1000;
