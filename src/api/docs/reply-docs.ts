import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { ErrorCode } from '../../core/gateway-error';
import type { OperationName } from '../../core/operation';
import { EntriesReply, ExplanationReply } from '../dto/replies';
import { PROBLEMS } from '../http/problems/problem-table';
import { WITH_RETRY_AFTER, exampleRefs } from './problem-examples';
import { problemNote } from './problem-notes';
import { ProblemReply } from './problem-reply';

export type Shape = new () => object;

const HEADERS = {
  'X-Request-Id': { schema: { type: 'string' }, description: 'The id of this request' },
  'X-Quota-Cost': {
    schema: { type: 'string', example: 'message-metadata.set;t=1, group-message;t=1' },
    description: 'Tokens that the call took; `0` where nothing was spent',
  },
  'RateLimit-Policy': {
    schema: { type: 'string', example: '"message-metadata.set";q=100;w=1' },
    description: 'The quotas drawn (IETF draft): `q` tokens in a window of `w` seconds',
  },
  RateLimit: {
    schema: { type: 'string', example: '"message-metadata.set";r=99;t=1' },
    description: 'How they stand (IETF draft): `r` tokens left, all of them again in `t` seconds',
  },
} as const;

const ENTITY_TAG = {
  ETag: {
    schema: { type: 'string' },
    description: 'Of all entries of the place, for `If-Match`; not of a page and not of some keys',
  },
} as const;

const RETRY_AFTER = {
  'Retry-After': {
    schema: { type: 'integer', minimum: 1 },
    description: 'Seconds after which the same call is worth another try, rounded up',
  },
} as const;

/** What a call answers where it goes well. */
export function replyDocs(name: OperationName, reply: Shape | undefined): MethodDecorator[] {
  const explained = { $ref: getSchemaPath(ExplanationReply) };
  const json = (schema: object) => ({ 'application/json': { schema } });
  if (reply === undefined)
    return [
      ApiResponse({ status: 204, description: 'Done', headers: HEADERS }),
      ApiResponse({ status: 200, description: 'With `dryRun=true`', content: json(explained) }),
    ];
  return [
    ApiExtraModels(reply) as MethodDecorator,
    ApiResponse({
      status: 200,
      description: 'Done; with `dryRun=true` the explanation',
      headers: { ...HEADERS, ...(hasEntityTag(name, reply) && ENTITY_TAG) },
      content: json({ oneOf: [{ $ref: getSchemaPath(reply) }, explained] }),
    }),
  ];
}

const hasEntityTag = (name: OperationName, reply: Shape): boolean =>
  (name === 'message.get' || name === 'channel.get') && reply === EntriesReply;

/** One response for each status, which tells of every code that goes with it. */
export function problemDocs(codes: readonly ErrorCode[], name?: OperationName): MethodDecorator[] {
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code].status))].sort();
  return statuses.map((status) => {
    const own = codes.filter((code) => PROBLEMS[code].status === status);
    return ApiResponse({
      status,
      description: own.map((code) => problemNote(code, name)).join('\n'),
      ...(WITH_RETRY_AFTER.includes(status) && { headers: RETRY_AFTER }),
      content: {
        'application/problem+json': {
          schema: { $ref: getSchemaPath(ProblemReply) },
          examples: exampleRefs(own),
        },
      },
    });
  });
}
