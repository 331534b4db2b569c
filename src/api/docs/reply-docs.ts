import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { isReadOperation, type OperationName } from '../../core/operation';
import { EntriesReply, ExplanationReply } from '../dto/replies';

/** A class that describes a request or reply body. */
export type Shape = new () => object;

const HEADERS = {
  'X-Request-Id': { schema: { type: 'string' }, description: 'The id of this request' },
  'X-Quota-Cost': {
    schema: { type: 'string', example: 'message-metadata.set;t=1, group-message;t=1' },
    description: 'The tokens that the call used of each quota; `0` if it used none',
  },
  'RateLimit-Policy': {
    schema: { type: 'string', example: '"message-metadata.set";q=100;w=1' },
    description:
      'The quotas that the call drew on (IETF draft): `q` tokens in a window of `w` seconds',
  },
  RateLimit: {
    schema: { type: 'string', example: '"message-metadata.set";r=99;t=1' },
    description:
      'The state of these quotas (IETF draft): `r` tokens are free; all others can be free again after `t` seconds without further calls',
  },
} as const;

const ENTITY_TAG = {
  ETag: {
    schema: { type: 'string' },
    description:
      'The entity tag of all entries, for `If-Match`. A reply with one page or with selected keys has none',
  },
} as const;

const AGE = {
  Age: {
    schema: { type: 'integer' },
    description:
      'Only for a reply from memory (`Cache-Control: max-age`): the seconds since the vendor gave it',
  },
} as const;

/** The successful responses of a call on metadata or counters; without a `reply` its status is 204. */
export function replyDocs(name: OperationName, reply: Shape | undefined): MethodDecorator[] {
  const explanation = { $ref: getSchemaPath(ExplanationReply) };
  const json = (schema: object) => ({ 'application/json': { schema } });
  if (reply === undefined)
    return [
      ApiResponse({ status: 204, description: 'Success', headers: HEADERS }),
      ApiResponse({
        status: 200,
        description: 'With `dryRun=true`: the vendor calls that the request would make',
        content: json(explanation),
      }),
    ];
  return [
    ApiExtraModels(reply) as MethodDecorator,
    ApiResponse({
      status: 200,
      description: 'Success; with `dryRun=true`, the vendor calls that the request would make',
      headers: {
        ...HEADERS,
        ...(isReadOperation(name) && AGE),
        ...(hasEntityTag(name, reply) && ENTITY_TAG),
      },
      content: json({ oneOf: [{ $ref: getSchemaPath(reply) }, explanation] }),
    }),
    ...(hasEntityTag(name, reply) ? [NOT_MODIFIED] : []),
  ];
}

const NOT_MODIFIED = ApiResponse({
  status: 304,
  description:
    'The metadata has an entity tag of `If-None-Match`; the vendor was asked all the same',
  headers: { ...HEADERS, ...ENTITY_TAG },
});

/** Whether a call is a read of all metadata of a target. */
export const hasEntityTag = (name: OperationName, reply: Shape | undefined): boolean =>
  (name === 'message.get' || name === 'channel.get') && reply === EntriesReply;
