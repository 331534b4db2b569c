import {
  BrokenCircuitError,
  CircuitState,
  CountBreaker,
  circuitBreaker,
  handleWhen,
  type CircuitBreakerPolicy,
} from 'cockatiel';
import { TransportFailure } from './failure';
import { isHostTrouble } from './hosts';

/** Of the last 20 calls, 10 at least, half have to fail; a call is let through every 5 s to try. */
const HALF_OPEN_AFTER_MS = 5_000;
const WINDOW = { size: 20, threshold: 0.5, minimumNumberOfCalls: 10 };

/** Keeps calls away from a host that fails them anyway. */
export const createBreaker = (): CircuitBreakerPolicy =>
  circuitBreaker(
    handleWhen(isHostTrouble).orWhenResult((reply) =>
      isHostTrouble((reply as { readonly status: number }).status),
    ),
    { halfOpenAfter: HALF_OPEN_AFTER_MS, breaker: new CountBreaker(WINDOW) },
  );

/** The breaker's own refusal is a call that was never sent. */
export const fromBreaker = (failure: unknown): unknown =>
  failure instanceof BrokenCircuitError ? new TransportFailure('circuit-open', false) : failure;

export type Circuit = 'closed' | 'half-open' | 'open';

const CIRCUITS: Readonly<Record<CircuitState, Circuit>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
};

/** `open`: calls are refused; `half-open`: one is let through to try. */
export const circuitOf = ({ state }: CircuitBreakerPolicy): Circuit => CIRCUITS[state];
