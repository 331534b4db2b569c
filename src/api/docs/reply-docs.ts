import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { ErrorCode } from '../../core/gateway-error';
import type { OperationName } from '../../core/operation';
import { EntriesReply, ExplanationReply } from '../dto/replies';
import { PROBLEMS } from '../problem/problem-table';
import { ProblemReply } from './problem-reply';

export type Shape = new () => object;

const HEADERS = {
  'X-Request-Id': { schema: { type: 'string' }, description: 'The id of this request' },
  'X-Quota-Cost': {
    schema: { type: 'string', example: 'message-metadata.set;t=1, group-message;t=1' },
    description: 'Tokens that the call took; `0` where nothing was spent',
  },
  'RateLimit-Policy': {
    schema: { type: 'string' },
    description: 'IETF draft; an item per quota drawn',
  },
  RateLimit: { schema: { type: 'string' }, description: 'IETF draft; an item per quota drawn' },
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
const WITH_RETRY_AFTER: readonly number[] = [429, 503];

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

/** One response for each status, which names the codes that go with it. */
export function problemDocs(codes: readonly ErrorCode[], oneEntry = false): MethodDecorator[] {
  const all = oneEntry ? [...codes, 'entry-not-found' as const] : codes;
  const statuses = [...new Set(all.map((code) => PROBLEMS[code].status))].sort();
  return statuses.map((status) =>
    ApiResponse({
      status,
      description: all
        .filter((code) => PROBLEMS[code].status === status)
        .map((code) => `\`${code}\`: ${PROBLEMS[code].title}`)
        .join(' · '),
      ...(WITH_RETRY_AFTER.includes(status) && { headers: RETRY_AFTER }),
      content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemReply) } } },
    }),
  );
}
