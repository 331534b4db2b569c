import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiHeader } from '@nestjs/swagger';
import type { ErrorCode } from '../../core/gateway-error';
import { IDEMPOTENCY_KEY } from './header-docs';
import { EVERYWHERE, problemResponses, READ } from './problem-docs';
import { ProblemReply } from './problem-reply';

/** Documents the wait of a caller for quota. */
export const PreferWaitDocs = () =>
  ApiHeader({
    name: 'Prefer',
    description:
      '`wait=N`: wait up to N seconds for quota; if the forecast wait is longer, the reply is 429 at once',
    schema: { type: 'string', example: 'wait=2' },
  });

/** Documents the idempotency key of a lease. */
export const LeaseKeyDocs = () =>
  ApiHeader({
    name: 'Idempotency-Key',
    description: `${IDEMPOTENCY_KEY}. For a day, a repeated request with the same key gets the same lease and draws nothing, or 404 once the lease has ended`,
  });

/** The problems of a route that needs `lease` access, and those of every route. */
export const LeaseProblemDocs = (...codes: readonly ErrorCode[]) =>
  applyDecorators(
    ApiExtraModels(ProblemReply),
    ...problemResponses([...codes, ...EVERYWHERE], undefined, {
      ...READ,
      access: 'lease',
      again: 'The call is safe to repeat.',
    }),
  );
