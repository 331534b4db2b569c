import { GatewayError } from '../core/gateway-error';
import type { Operation, Reply } from '../core/operation';
import type { Account } from './outcome/usage';
import type { Connection } from './connection';
import type { Journey } from './operation-run';
import { planOf } from './plan-of';
import { readBackOf } from './outcome/read-back';
import { mayRepeat } from './outcome/retry-policy';
import { follow, type Send } from './run-plan';

/** Carries an operation through: in its turn, to an outcome that is known if it can be. */
export class Executor {
  constructor(private readonly connection: Connection) {}

  /**
   * Operations that read before they write, if only to compare, go one at a time for each target.
   * @param first the first try
   * @param sent the operation as it was sent: others may have joined it on the way
   * @throws GatewayError with `spent`, and for a write with `applied`
   */
  async carryOut(
    operation: Operation,
    journey: Journey,
    first: () => Promise<Reply>,
    sent: () => Operation = () => operation,
  ): Promise<Reply> {
    const { adapter, locks, longestCallMs } = this.connection;
    const { name, call } = operation;
    const run = () => this.seeThrough(sent, journey, first);
    try {
      if (!adapter.lockedOperations.includes(name) && call.ifMatch === undefined)
        return await run();
      const hold = await locks.acquire(call.target, journey.wait(), longestCallMs);
      journey.hold = hold;
      try {
        return await run();
      } finally {
        hold.release();
      }
    } catch (error) {
      throw told(operation, error, journey.account);
    }
  }

  /** The reply of a write that a read shows to be done; none where that cannot be seen. */
  async seenDone(operation: Operation, journey: Journey): Promise<Reply | undefined> {
    const back = readBackOf(this.connection.adapter, operation);
    if (back === undefined) return undefined;
    const send: Send = (request) => journey.send(request);
    try {
      return back.confirm(await follow(back.plan, back.plan.next(), send));
    } catch {
      return undefined;
    }
  }

  /**
   * A write whose outcome is unknown is answered by what is found; what is not found is done again,
   * where twice does what once does. What is not found may still arrive, so from then on no failure
   * says that nothing was done.
   */
  private async seeThrough(
    sent: () => Operation,
    journey: Journey,
    first: () => Promise<Reply>,
  ): Promise<Reply> {
    let unsure: GatewayError | undefined;
    for (let attempt = 1, run = first; ; attempt += 1, run = () => this.rerun(sent(), journey))
      try {
        return await run();
      } catch (error) {
        if (!isUnknown(error)) throw unsure === undefined ? error : stillUnsure(unsure, error);
        unsure = error;
        const found = await this.seenDone(sent(), journey.readingBack());
        if (found !== undefined) return found;
        if (!mayRepeat(sent(), attempt) || !(await journey.mayGoOn(attempt))) throw error;
      }
  }

  private rerun(operation: Operation, journey: Journey): Promise<Reply> {
    const plan = planOf(this.connection.adapter, operation);
    return follow(plan, plan.next(), (request) => journey.send(request));
  }
}

const isUnknown = (error: unknown): error is GatewayError =>
  error instanceof GatewayError && error.details.applied === 'unknown';

/** What the vendor says now is worth telling; that the time is up or the caller gone is not. */
const stillUnsure = (unsure: GatewayError, error: unknown): GatewayError =>
  error instanceof GatewayError && error.details.upstream !== undefined
    ? error.withDetails({ applied: 'unknown' })
    : unsure;

/** An error with what the operation cost, and for a write with what the vendor did of it. */
export function told({ name }: Operation, error: unknown, account: Account): unknown {
  if (!(error instanceof GatewayError)) return error;
  const isRead = name.endsWith('.get');
  return error.withDetails({
    usage: account.spent,
    ...(!isRead && { applied: account.applied(error) }),
  });
}
