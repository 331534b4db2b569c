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
import { exampleCounterKey, exampleKey, exampleValues } from './bodies';
import { named, stagesOf, type Stage } from './examples';
import { ProblemReply } from './problem-reply';
import { problemDocs, replyDocs, type Shape } from './reply-docs';
import { channelTypeNotes, keyNotes, vendorNotes } from './vendor-notes';

interface CallDocs {
  /** `operationId`: what a generated client calls it. */
  readonly id: string;
  readonly name: OperationName;
  readonly summary: string;
  readonly description?: string;
  /** Absent: 204. */
  readonly reply?: Shape;
  readonly body?: { readonly shape: Shape; readonly example: (stage: Stage) => object | undefined };
  /** The path names one key. */
  readonly key?: (stage: Stage) => string | undefined;
}

/** What stands in the address: the caller's own text, percent-encoded. */
const PARTS = {
  connection: 'A vendor account, by a name that `GET /v1/connections` lists for these credentials',
  channelId:
    'The id that the vendor knows the channel by, percent-encoded (`/` is `%2F`); never re-cased or trimmed. In a direct channel it is the other user’s',
  messageId: 'The id that the vendor gave the message, percent-encoded',
  key: 'The key of one entry, percent-encoded; never re-cased or trimmed',
} as const;

/** Problems that every call on a vendor may end with. */
const COMMON: readonly ErrorCode[] = [
  ...(['invalid-request', 'unauthenticated', 'forbidden', 'connection-not-found'] as const),
  ...([
    'target-not-found',
    'method-not-allowed',
    'not-acceptable',
    'unsupported-by-provider',
  ] as const),
  ...(['provider-limit', 'quota-exhausted', 'upstream-throttled', 'upstream-auth-failed'] as const),
  ...(['upstream-not-enabled', 'upstream-refused', 'upstream-malformed', 'internal'] as const),
  ...([
    'upstream-unavailable',
    'limiter-unavailable',
    'shutting-down',
    'upstream-timeout',
  ] as const),
];
const WITH_BODY: readonly ErrorCode[] = ['payload-too-large', 'unsupported-media-type'];

const OF_WRITES: readonly ErrorCode[] = ['idempotency-in-progress', 'idempotency-key-reused'];
const CONDITIONAL: readonly ErrorCode[] = ['precondition-failed'];

/** Everything the API document says of one call. */
export function CallDocs({ id, name, summary, description, reply, body, key }: CallDocs) {
  const stages = stagesOf(name);
  const isMessage = name.startsWith('message.');
  return applyDecorators(
    ApiOperation({
      summary,
      operationId: id,
      description: [description, vendorNotes(name)].filter(Boolean).join('\n\n'),
    }),
    ApiBearerAuth(),
    ApiExtraModels(ExplanationReply, ProblemReply),
    ...pathDocs(name, stages, isMessage, key),
    ...queryDocs(name, stages, key !== undefined),
    ApiHeader({
      name: 'X-Actor-Id',
      description:
        'The vendor’s id of the user on whose behalf it is called; else the `defaultActorId` of the connection. Vendors that attribute writes to nobody ignore it; see 400 for those that want one',
    }),
    ApiHeader({
      name: 'Prefer',
      description:
        '`wait=N`: seconds to wait for quota, up to the most that the gateway allows; where the forecast is later, 429 at once. `handling=strict`: refuse with 422 what would take more than one vendor write',
      schema: { type: 'string', example: 'wait=2' },
    }),
    ...(isReadOperation(name) ? [] : writeHeaders(name)),
    ApiHeader({
      name: 'X-Request-Id',
      description:
        'An id of your own for this request, up to 128 printable characters: comes back in the reply, in problems and in the log. Else one is made',
    }),
    ...(body === undefined
      ? []
      : [ApiBody({ type: body.shape, examples: named(stages, body.example) })]),
    ...replyDocs(name, reply),
    ...problemDocs(
      [
        ...COMMON,
        ...(body === undefined ? [] : WITH_BODY),
        ...(isReadOperation(name) ? [] : OF_WRITES),
        ...(isReadOperation(name) || name.startsWith('counters.') ? [] : CONDITIONAL),
        ...(key !== undefined && isReadOperation(name) ? (['entry-not-found'] as const) : []),
      ],
      name,
    ),
  );
}

/** How a write is made safe to repeat, and safe from others. */
const writeHeaders = (name: OperationName): MethodDecorator[] => [
  ApiHeader({
    name: 'Idempotency-Key',
    description:
      'Up to 255 printable characters: the call is carried out once however often it is sent, and its answer is remembered for a day',
  }),
  ...(name.startsWith('counters.')
    ? []
    : [
        ApiHeader({
          name: 'If-Match',
          description:
            'Entity tags of a read of the whole place: the write is made only while one of them is still right. Vendors have no such thing, so it takes a read more',
        }),
      ]),
];

type Part = readonly [name: string, of: (stage: Stage) => string | undefined, description: string];

function pathDocs(
  name: OperationName,
  stages: readonly Stage[],
  isMessage: boolean,
  key: CallDocs['key'],
): MethodDecorator[] {
  const channelType = stages[0]?.channelType;
  const parts: readonly Part[] = [
    ['connection', ({ connection }) => connection, PARTS.connection],
    ['channelId', ({ channelId }) => channelId, PARTS.channelId],
    ...(isMessage
      ? [['messageId', ({ messageId }) => messageId, PARTS.messageId] satisfies Part]
      : []),
    ...(key === undefined
      ? []
      : [['key', key, [PARTS.key, ...keyNotes(name)].join('. ')] satisfies Part]),
  ];
  return [
    // of an enumeration Swagger UI fills in the first of `examples` only where there is no choice
    ApiParam({
      name: 'channelType',
      description: `The kind of channel. Here ${channelTypeNotes(name).join('; ')}`,
      ...(channelType !== undefined && { example: channelType }),
    }),
    ...parts.map(([part, of, description]) =>
      ApiParam({ name: part, description, examples: named(stages, of) }),
    ),
  ];
}

/** What Swagger UI fills in: just enough for the call to work at the chosen place. */
function queryDocs(name: OperationName, stages: readonly Stage[], byKey: boolean) {
  const keyOf = name.startsWith('counters.') ? exampleCounterKey : exampleKey;
  return [
    ApiQuery({
      name: 'subchannelId',
      required: false,
      examples: named(stages, ({ subchannelId = '' }) => subchannelId),
    }),
    ...(name.endsWith('.delete') && !byKey
      ? [ApiQuery({ name: 'keys', required: false, examples: named(stages, listOf(keyOf)) })]
      : []),
    ...(name === 'message.remove-values'
      ? [ApiQuery({ name: 'values', required: true, example: exampleValues })]
      : []),
  ];
}

const listOf = (keyOf: typeof exampleKey) => (stage: Stage) => {
  const key = keyOf(stage);
  return key === undefined ? undefined : [key];
};
