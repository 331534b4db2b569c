import { bulkhead } from 'cockatiel';
import type { GatewayError, ErrorCode } from '../core/gateway-error';
import type { MessageReply, Operation, Reply } from '../core/operation';
import type { Caller } from './caller';
import type { Connection } from './connection';
import type { Environment } from './environment';
import { OperationPlan } from './operation-plan';
import type { OperationRunner, Outcome } from './operation-runner';
import { gatewayErrorOf } from './outcome/failures';
import { Usage } from './outcome/usage';

export type ReadMessages = Extract<Operation, { readonly name: 'message.get-many' }>;

/** The most messages of one operation that are read side by side. */
const MAX_SIDE_BY_SIDE = 50;

/** Failures that concern no single message: an operation whose messages all end with them fails. */
const COMMON_FAILURES: ReadonlySet<ErrorCode> = new Set([
  'connection-not-found',
  'quota-exhausted',
  'upstream-throttled',
  'upstream-auth-failed',
  'upstream-not-enabled',
  'upstream-unavailable',
  'upstream-timeout',
  'limiter-unavailable',
  'overloaded',
  'shutting-down',
]);

/** A message with the plan of its read, or with the reason why it is not read. */
type Part =
  | { readonly messageId: string; readonly plan: OperationPlan }
  | Extract<MessageReply, { readonly error: GatewayError }>;

/** The beginning of a read of several messages: one plan of the vendor for all, or one for each. */
export type BegunReads = { readonly plan: OperationPlan } | { readonly parts: readonly Part[] };

/**
 * Reads the metadata of several messages of one channel: with the plan that the vendor has for several, else
 * each alone, side by side. The caller's wait covers all vendor calls.
 */
export class MessageReads {
  constructor(
    private readonly connection: Connection,
    private readonly runner: OperationRunner,
    private readonly environment: Environment,
  ) {}

  /** @throws GatewayError where no message can be read, such as for a key that breaks a rule */
  begin(operation: ReadMessages): BegunReads {
    const { adapter } = this.connection;
    return adapter.plans['message.get-many'] === undefined
      ? { parts: this.parts(operation) }
      : { plan: new OperationPlan(adapter, operation) };
  }

  /** @throws GatewayError with `usage`: where no message was read for a reason that is not its own */
  async read(begun: BegunReads, caller: Caller): Promise<Outcome> {
    const outcome =
      'plan' in begun
        ? await this.runner.run(begun.plan, caller)
        : await this.readEach(begun.parts, caller);
    const failure = commonFailure(outcome.reply);
    if (failure !== undefined) throw failure.withDetails({ usage: outcome.usage });
    return outcome;
  }

  private parts({ call: { messageIds, ...call } }: ReadMessages): Part[] {
    const parts = messageIds.map((messageId): Part => {
      const target = { ...call.target, messageId };
      const single: Operation = { name: 'message.get', call: { ...call, target } };
      try {
        return { messageId, plan: new OperationPlan(this.connection.adapter, single) };
      } catch (error) {
        return { messageId, error: gatewayErrorOf(error) };
      }
    });
    const [first] = parts;
    if (first !== undefined && 'error' in first && parts.every((part) => 'error' in part))
      throw first.error;
    return parts;
  }

  private async readEach(parts: readonly Part[], caller: Caller): Promise<Outcome> {
    const deadlineMs = this.environment.now() + caller.maxWaitMs;
    const slots = bulkhead(MAX_SIDE_BY_SIDE, Infinity);
    const usage = new Usage();
    const messages = await Promise.all(
      parts.map((part) => slots.execute(() => this.readOne(part, caller, deadlineMs, usage))),
    );
    return { reply: { messages }, usage: usage.draws };
  }

  /** @throws the reason of the caller's signal where the caller disconnected */
  private async readOne(
    part: Part,
    caller: Caller,
    deadlineMs: number,
    usage: Usage,
  ): Promise<MessageReply> {
    if ('error' in part) return part;
    const { messageId, plan } = part;
    caller.signal.throwIfAborted();
    const maxWaitMs = Math.max(0, deadlineMs - this.environment.now());
    try {
      const outcome = await this.runner.run(plan, { ...caller, maxWaitMs });
      usage.addDraws(outcome.usage);
      const { entries = [], nextCursor } = outcome.reply;
      return { messageId, entries, ...(nextCursor !== undefined && { nextCursor }) };
    } catch (error) {
      const failure = gatewayErrorOf(error);
      usage.addDraws(failure.details.usage ?? []);
      return { messageId, error: failure };
    }
  }
}

/** The plans of a read that has begun. */
export const plansOf = (begun: BegunReads): OperationPlan[] =>
  'plan' in begun
    ? [begun.plan]
    : begun.parts.flatMap((part) => ('plan' in part ? [part.plan] : []));

/** The first failure, where no message was read and no failure concerns a single message. */
function commonFailure({ messages = [] }: Reply): GatewayError | undefined {
  const errors = messages.flatMap((message) => ('error' in message ? [message.error] : []));
  const areCommon = errors.every(({ code }) => COMMON_FAILURES.has(code));
  return areCommon && errors.length === messages.length ? errors[0] : undefined;
}
