import {
  BrokenCircuitError,
  CircuitState as BreakerState,
  CountBreaker,
  circuitBreaker,
  handleWhen,
  type CircuitBreakerPolicy,
} from 'cockatiel';
import { isHostFailure } from './host-rotation';
import { TransportFailure } from './transport-failure';

/** The circuit opens when more than half of the last 20 calls have failed, after at least 10 calls. */
const FAILURE_WINDOW = { size: 20, threshold: 0.5, minimumNumberOfCalls: 10 };

/** Time after which an open circuit lets one call through to test the host. */
export const HALF_OPEN_AFTER_MS = 5_000;

/** Stops calls to a host that fails too often. */
export const createCircuitBreaker = (): CircuitBreakerPolicy =>
  circuitBreaker(
    handleWhen(isHostFailure).orWhenResult((reply) =>
      isHostFailure((reply as { readonly status: number }).status),
    ),
    { halfOpenAfter: HALF_OPEN_AFTER_MS, breaker: new CountBreaker(FAILURE_WINDOW) },
  );

/** Turns the breaker's refusal into the failure of a call that was not sent; returns others unchanged. */
export const toTransportFailure = (error: unknown): unknown =>
  error instanceof BrokenCircuitError ? new TransportFailure('circuit-open') : error;

/** `open`: calls are refused. `half-open`: one call is let through to test the host. */
export type CircuitState = 'closed' | 'half-open' | 'open';

const STATES: Readonly<Record<BreakerState, CircuitState>> = {
  [BreakerState.Closed]: 'closed',
  [BreakerState.HalfOpen]: 'half-open',
  [BreakerState.Open]: 'open',
  [BreakerState.Isolated]: 'open',
};

export const readCircuitState = ({ state }: CircuitBreakerPolicy): CircuitState => STATES[state];
