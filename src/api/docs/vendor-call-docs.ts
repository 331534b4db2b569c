import { applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiResponse,
} from '@nestjs/swagger';
import type { ErrorCode } from '../../core/gateway-error';
import { ConnectionParam } from './connection-docs';
import { IDEMPOTENCY_KEY, PriorityDocs } from './header-docs';
import { problemResponses, READ } from './problem-docs';
import { ProblemReply } from './problem-reply';

const CODES: readonly ErrorCode[] = [
  'invalid-request',
  'unauthenticated',
  'forbidden',
  'connection-not-found',
  'route-not-found',
  'payload-too-large',
  'unsupported-media-type',
  'provider-limit',
  'quota-exhausted',
  'idempotency-in-progress',
  'idempotency-key-reused',
  'upstream-malformed',
  'upstream-unavailable',
  'limiter-unavailable',
  'overloaded',
  'shutting-down',
  'upstream-timeout',
  'internal',
];

/** The body of the call that the example of `path` names. */
const EXAMPLE_BODY = {
  fromUserId: 'u1',
  toChannelIds: ['group-001'],
  messageType: 'RC:TxtMsg',
  content: '{"content":"hello"}',
};

/** Documents a vendor call of one method. @param hasBody whether the method usually has a body */
export const VendorCallDocs = (operationId: string, hasBody: 'with a body' | 'bare' = 'bare') =>
  applyDecorators(
    ...(hasBody === 'bare'
      ? []
      : [
          ApiBody({
            required: false,
            description: 'The body of the vendor call, of any media type',
            schema: { example: EXAMPLE_BODY },
          }),
        ]),
    ApiExtraModels(ProblemReply),
    ApiOperation({
      summary: 'Make a call of the vendor that the configuration lists',
      description:
        'Path, query and body are those of the vendor, byte for byte; of the headers only `Content-Type` and `Accept` are forwarded. The gateway signs the request and sends it when it has the tokens of its route. The reply has the status, the media type and the body of the vendor. Only a GET is sent again after a failure. Needs `vendor` access; a route that the configuration does not list is 404.',
      operationId,
    }),
    ConnectionParam(),
    ApiParam({
      name: 'path',
      description: 'The path of the vendor, which may have several segments',
      example: 'v4/group-channel/message/send',
    }),
    ApiHeader({
      name: 'Prefer',
      description:
        '`wait=N`: wait up to N seconds for quota. `dry-run`: reply with the request that would be sent',
    }),
    PriorityDocs(),
    ApiHeader({
      name: 'Idempotency-Key',
      description: `${IDEMPOTENCY_KEY}. Requests with the same key are sent once; repeated requests get the reply of the first one for a day. A GET ignores it`,
    }),
    ApiResponse({
      status: 200,
      description: 'The reply of the vendor, with its own status, media type and body',
      content: { '*/*': { schema: {} } },
    }),
    ...problemResponses(CODES, undefined, {
      ...READ,
      access: 'vendor',
      again: '`applied` says what the vendor did: after `no` the request is safe to repeat.',
    }),
  );
