import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { ErrorCode } from '../../core/gateway-error';
import { isReadOperation, type OperationName } from '../../core/operation';
import { PROVIDERS } from '../../providers/registry';
import { ERROR_CODES, PROBLEMS } from '../http/problems/problem-table';
import { ProblemReply } from './problem-reply';

/** Statuses of the replies that have `Retry-After`. */
const RETRYABLE_STATUSES: readonly number[] = [429, 503];

const RETRY_AFTER = {
  'Retry-After': {
    schema: { type: 'integer', minimum: 1 },
    description: 'Seconds to wait before the same request is worth a retry, rounded up',
  },
} as const;

/** The problems of every route that is not a call of the vendor, besides its own, which may name them too. */
export const EVERYWHERE: readonly ErrorCode[] = ['invalid-request', 'not-acceptable', 'internal'];

/** A route that is not a call on metadata or counters: its problems, and those of every route. */
export const ProblemDocs = (...codes: readonly ErrorCode[]) =>
  applyDecorators(ApiExtraModels(ProblemReply), ...problemResponses([...codes, ...EVERYWHERE]));

/** The same for a route that needs `operate` access. */
export const OperateProblemDocs = (...codes: readonly ErrorCode[]) =>
  applyDecorators(
    ApiExtraModels(ProblemReply),
    ...problemResponses([...codes, ...EVERYWHERE], undefined, OPERATE),
  );

/** Node.js refuses such a request before it has a route. */
export const LARGE_HEADER_DOCS = ApiResponse({
  status: 431,
  description: `- \`invalid-request\`: **${PROBLEMS['invalid-request'].title}.** The header of the request, which has its address, is larger than 16 KiB. Name fewer keys or messages in the query.`,
  content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemReply) } } },
});

/** One response for each status; it describes every code with that status. */
export function problemResponses(
  codes: readonly ErrorCode[],
  name?: OperationName,
  placeholders = placeholdersFor(name),
): MethodDecorator[] {
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code].status))].sort();
  return statuses.map((status) => {
    const codesOfStatus = [...new Set(codes)].filter((code) => PROBLEMS[code].status === status);
    return ApiResponse({
      status,
      description: codesOfStatus
        .map((code) => describeProblem(code, name, placeholders))
        .join('\n'),
      ...(RETRYABLE_STATUSES.includes(status) && { headers: RETRY_AFTER }),
      content: {
        'application/problem+json': {
          schema: { $ref: getSchemaPath(ProblemReply) },
          examples: Object.fromEntries(
            codesOfStatus.map((code) => [code, { $ref: `#/components/examples/${code}` }]),
          ),
        },
      },
    });
  });
}

/** Values of the placeholders in the table of problems. */
interface Placeholders {
  readonly target: string;
  readonly access: string;
  readonly actor: string;
  readonly readback: string;
  readonly again: string;
}

export const READ: Placeholders = {
  target: 'channel or message',
  access: 'read',
  actor: '',
  readback: '',
  again: 'A read is safe to repeat.',
};

const WRITE: Placeholders = {
  ...READ,
  access: 'write',
  actor:
    ', or the vendor requires an acting user and neither `X-Actor-Id` nor the connection names one',
  readback: ', and a read-back did not show whether the write was applied',
  again:
    '`applied` says what the vendor did: after `no` the write is safe to repeat, after `unknown` read the metadata first.',
};

const OPERATE: Placeholders = {
  ...READ,
  access: 'operate',
  again: 'The call is safe to repeat.',
};

const placeholdersFor = (name: OperationName | undefined): Placeholders => ({
  ...(name === undefined || isReadOperation(name) ? READ : WRITE),
  ...(name !== undefined && { target: name.startsWith('message.') ? 'message' : 'channel' }),
});

/** One problem in Markdown, with the notes of each vendor that supports the operation. */
function describeProblem(
  code: ErrorCode,
  name: OperationName | undefined,
  placeholders: Placeholders,
): string {
  const { title, cause, remedy } = PROBLEMS[code];
  const text = `${cause} ${remedy}`.replace(
    /\{(\w+)\}/g,
    (_, placeholder: string) => placeholders[placeholder as keyof Placeholders],
  );
  const vendorNotes = PROVIDERS.filter(
    ({ capabilities }) => name !== undefined && capabilities[name] !== undefined,
  ).flatMap(({ title: vendor, problems }) =>
    problems?.[code] === undefined ? [] : [`\n  - ${vendor}: ${problems[code]}`],
  );
  return `- \`${code}\`: **${title}.** ${text}${vendorNotes.join('')}`;
}

/** An example of each problem, once for the whole API document; the responses refer to them. */
export const PROBLEM_EXAMPLES = Object.fromEntries(
  ERROR_CODES.map((code) => [code, { summary: code, value: exampleProblem(code) }]),
);

function exampleProblem(code: ErrorCode) {
  const { status, title } = PROBLEMS[code];
  return {
    type: `urn:chat-metadata-gateway:problem:${code}`,
    title,
    status,
    detail: 'The reason for this occurrence.',
    code,
    requestId: '867ea529-4a82-4b49-95e7-62e3ff020e91',
    ...(RETRYABLE_STATUSES.includes(status) && { retryAfterMs: 1_500 }),
  };
}
