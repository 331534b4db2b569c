import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiParam } from '@nestjs/swagger';
import type { ErrorCode } from '../../core/gateway-error';
import { PROVIDERS } from '../../providers/registry';
import { problemDocs } from './reply-docs';
import { sandboxConnection } from './examples';
import { ProblemReply } from './problem-reply';

/** The problems that a call may end with. */
export const Problems = (...codes: readonly ErrorCode[]) =>
  applyDecorators(ApiExtraModels(ProblemReply), ...problemDocs([...codes, 'internal']));

const EXAMPLES = Object.fromEntries(
  PROVIDERS.map(({ name, title }) => [title, { value: sandboxConnection(name) }]),
);

/** A path that names a connection. */
export const NamedConnection = () =>
  applyDecorators(
    ApiParam({ name: 'connection', examples: EXAMPLES }),
    Problems('invalid-request', 'unauthenticated', 'forbidden', 'connection-not-found'),
  );
