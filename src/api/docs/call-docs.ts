import { applyDecorators } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiQuery,
} from '@nestjs/swagger';
import type { ErrorCode } from '../../core/gateway-error';
import { isReadOperation, type OperationName } from '../../core/operation';
import { ExplanationReply } from '../dto/replies';
import {
  exampleValues,
  exampleCounterKey,
  exampleKey,
  examplesFor,
  namedExamples,
  type SandboxTarget,
} from './examples';
import { IDEMPOTENCY_KEY, PriorityDocs } from './header-docs';
import { LARGE_HEADER_DOCS, problemResponses } from './problem-docs';
import { ProblemReply } from './problem-reply';
import { hasEntityTag, replyDocs, type Shape } from './reply-docs';
import { channelTypeNotes, keyNotes, vendorNotes } from './vendor-notes';

interface CallDocs {
  /** `operationId`: the name of the call in generated clients. */
  readonly id: string;
  readonly name: OperationName;
  readonly summary: string;
  readonly description?: string;
  /** Absent if the status is 204. */
  readonly reply?: Shape;
  readonly body?: {
    readonly shape: Shape;
    readonly example: (target: SandboxTarget) => object | undefined;
  };
  /** Example of the key; present if the path ends with one. */
  readonly key?: (target: SandboxTarget) => string | undefined;
}

/** Documents one route on metadata or counters: parameters, headers, body, replies and problems. */
export function CallDocs({ id, name, summary, description, reply, body, key }: CallDocs) {
  const targets = examplesFor(name);
  return applyDecorators(
    ApiOperation({
      summary,
      operationId: id,
      description: [description, vendorNotes(name)].filter(Boolean).join('\n\n'),
    }),
    ApiBearerAuth(),
    ApiExtraModels(ExplanationReply, ProblemReply),
    ...pathDocs(name, targets, key),
    ...queryDocs(name, targets, key !== undefined),
    ...headerDocs(name),
    ...(body !== undefined && key !== undefined && name.endsWith('.set') ? [IF_ABSENT] : []),
    ...(hasEntityTag(name, reply) ? [IF_CHANGED] : []),
    ...(body === undefined
      ? []
      : [ApiBody({ type: body.shape, examples: namedExamples(targets, body.example) })]),
    ...replyDocs(name, reply),
    ...problemResponses(problemCodes(name, body !== undefined, key !== undefined), name),
    LARGE_HEADER_DOCS,
  );
}

const DESCRIPTIONS = {
  connection: 'A connection that `GET /v1/connections` lists for your credentials',
  channelId:
    "The vendor's id of the channel, or of the other user in a direct channel; percent-encoded (`/` is `%2F`). The gateway never changes its case or its spaces",
  messageId: "The vendor's id of the message, percent-encoded",
  key: 'The key of one entry, percent-encoded. The gateway never changes its case or its spaces',
} as const;

type PathParameter = readonly [
  name: string,
  example: (target: SandboxTarget) => string | undefined,
  description: string,
];

function pathDocs(
  name: OperationName,
  targets: readonly SandboxTarget[],
  key: CallDocs['key'],
): MethodDecorator[] {
  const channelType = targets[0]?.channelType;
  const parameters: readonly PathParameter[] = [
    ['connection', ({ connection }) => connection, DESCRIPTIONS.connection],
    ['channelId', ({ channelId }) => channelId, DESCRIPTIONS.channelId],
    ...(name.startsWith('message.') && name !== 'message.get-many'
      ? [
          [
            'messageId',
            ({ messageId }) => messageId,
            DESCRIPTIONS.messageId,
          ] satisfies PathParameter,
        ]
      : []),
    ...(key === undefined
      ? []
      : [['key', key, [DESCRIPTIONS.key, ...keyNotes(name)].join('. ')] satisfies PathParameter]),
  ];
  return [
    // `example`, not `examples`: Swagger UI ignores the latter for a parameter with an enumeration
    ApiParam({
      name: 'channelType',
      description: `The type of the channel. Supported types: ${channelTypeNotes(name).join('; ')}`,
      ...(channelType !== undefined && { example: channelType }),
    }),
    ...parameters.map(([parameter, example, description]) =>
      ApiParam({ name: parameter, description, examples: namedExamples(targets, example) }),
    ),
  ];
}

/** Examples of the query parameters: exactly those that the call needs for the chosen target. */
function queryDocs(name: OperationName, targets: readonly SandboxTarget[], byKey: boolean) {
  const keyOf = name.startsWith('counters.') ? exampleCounterKey : exampleKey;
  const keysOf = (target: SandboxTarget) => {
    const key = keyOf(target);
    return key === undefined ? undefined : [key];
  };
  return [
    ApiQuery({
      name: 'subchannelId',
      required: false,
      examples: namedExamples(targets, ({ subchannelId = '' }) => subchannelId),
    }),
    ...(name.endsWith('.delete') && !byKey
      ? [ApiQuery({ name: 'keys', required: false, examples: namedExamples(targets, keysOf) })]
      : []),
    ...(name === 'message.get-many'
      ? [
          ApiQuery({
            name: 'messageIds',
            required: true,
            examples: namedExamples(targets, ({ messageId = '' }) => [messageId]),
          }),
        ]
      : []),
    ...(name === 'message.remove-values'
      ? [ApiQuery({ name: 'values', required: true, example: exampleValues })]
      : []),
  ];
}

const CACHE_CONTROL = ApiHeader({
  name: 'Cache-Control',
  description:
    '`max-age=N`: a reply of up to N seconds ago will do. This replica may then answer from its memory, without a vendor call and without quota, and says the `Age`. Without it, with `max-age=0` and with `no-cache` the vendor is asked; `no-store` keeps the reply out of the memory',
});

const IF_ABSENT = ApiHeader({
  name: 'If-None-Match',
  description: '`*`: write only if there is no entry under the key. This costs an additional read',
  schema: { type: 'string', enum: ['*'] },
});

const IF_CHANGED = ApiHeader({
  name: 'If-None-Match',
  description:
    'Entity tags (`ETag`) from earlier reads of all entries: the reply is 304 if one of them is still current. The vendor is asked all the same',
});

const headerDocs = (name: OperationName): MethodDecorator[] => [
  ApiHeader({
    name: 'X-Actor-Id',
    description:
      "The vendor's id of the user on whose behalf the vendor is called; by default the `defaultActorId` of the connection. Vendors that do not attribute writes to users ignore it; see 400 for vendors that require it",
  }),
  ApiHeader({
    name: 'Prefer',
    description:
      '`wait=N`: wait up to N seconds for quota, within the maximum that the gateway allows; if the forecast wait is longer, the reply is 429 at once. `handling=strict`: refuse with 422 if more than one vendor write is needed',
    schema: { type: 'string', example: 'wait=2' },
  }),
  PriorityDocs(),
  ...(isReadOperation(name) ? [CACHE_CONTROL] : writeHeaderDocs(name)),
  ApiHeader({
    name: 'X-Request-Id',
    description:
      'Your own id for this request, up to 128 printable characters; the reply, problems and the log repeat it. By default the gateway generates one',
  }),
];

const writeHeaderDocs = (name: OperationName): MethodDecorator[] => [
  ApiHeader({
    name: 'Idempotency-Key',
    description: `${IDEMPOTENCY_KEY}. Requests with the same key are carried out once; repeated requests get the reply of the first one for a day`,
  }),
  ...(name.startsWith('counters.')
    ? []
    : [
        ApiHeader({
          name: 'If-Match',
          description:
            'Entity tags (`ETag`) from a read of all entries: the gateway writes only if one of them is still current. At an address with a key, `*`: it writes only if there is an entry under the key. Vendors do not support this, so it costs an additional read',
        }),
      ]),
];

const COMMON_PROBLEMS: readonly ErrorCode[] = [
  'invalid-request',
  'unauthenticated',
  'forbidden',
  'connection-not-found',
  'target-not-found',
  'method-not-allowed',
  'not-acceptable',
  'unsupported-by-provider',
  'provider-limit',
  'quota-exhausted',
  'upstream-throttled',
  'upstream-auth-failed',
  'upstream-not-enabled',
  'upstream-refused',
  'upstream-malformed',
  'internal',
  'upstream-unavailable',
  'limiter-unavailable',
  'overloaded',
  'shutting-down',
  'upstream-timeout',
];
const BODY_PROBLEMS: readonly ErrorCode[] = ['payload-too-large', 'unsupported-media-type'];
const WRITE_PROBLEMS: readonly ErrorCode[] = ['idempotency-in-progress', 'idempotency-key-reused'];
const CONDITIONAL_PROBLEMS: readonly ErrorCode[] = ['precondition-failed'];
const MISSING_KEY_PROBLEMS: readonly ErrorCode[] = ['entry-not-found'];

function problemCodes(name: OperationName, hasBody: boolean, byKey: boolean): ErrorCode[] {
  const isRead = isReadOperation(name);
  return [
    ...COMMON_PROBLEMS,
    ...(hasBody ? BODY_PROBLEMS : []),
    ...(isRead ? [] : WRITE_PROBLEMS),
    ...(isRead || name.startsWith('counters.') ? [] : CONDITIONAL_PROBLEMS),
    ...(byKey && (isRead || name.endsWith('.set')) ? MISSING_KEY_PROBLEMS : []),
  ];
}
