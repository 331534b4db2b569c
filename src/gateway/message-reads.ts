import type { GatewayError, ErrorCode } from '../core/gateway-error';
import type { MessageReply, Operation, ReadMessagesCall, Reply } from '../core/operation';
import type { Caller } from './caller';
import type { Connection } from './connection';
import type { Environment } from './environment';
import { OperationPlan } from './operation-plan';
import type { OperationRunner, Outcome } from './operation-runner';
import { gatewayErrorOf } from './outcome/failures';
import { Usage } from './outcome/usage';
import type { Reads } from './reads';

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

/** One read of several that has ended, with the tokens that it used. */
type EndedRead = { readonly row: MessageReply } & Omit<Outcome, 'reply'>;

/** The beginning of a read of several messages: one plan of the vendor for all, or one for each. */
export type BegunReads = VendorReads | { readonly parts: readonly Part[] };
interface VendorReads {
  readonly plan: OperationPlan;
  readonly operation: ReadMessages;
}

/**
 * Reads the metadata of several messages of one channel: with the plan that the vendor has for several, else
 * each alone, side by side. The caller's wait covers all vendor calls.
 */
export class MessageReads {
  constructor(
    private readonly connection: Connection,
    private readonly runner: OperationRunner,
    private readonly reads: Reads,
    private readonly environment: Environment,
  ) {}

  /** @throws GatewayError where no message can be read, such as for a key that breaks a rule */
  begin(operation: ReadMessages): BegunReads {
    const { adapter } = this.connection;
    return adapter.plans['message.get-many'] === undefined
      ? { parts: this.parts(operation) }
      : { plan: new OperationPlan(this.connection, operation), operation };
  }

  /** @throws GatewayError with `usage`: where no message was read for a reason that is not its own */
  async read(begun: BegunReads, caller: Caller): Promise<Outcome> {
    const outcome =
      'plan' in begun
        ? await this.readTogether(begun, caller)
        : await this.readEach(begun.parts, caller);
    const failure = commonFailure(outcome.reply);
    if (failure !== undefined) throw failure.withDetails({ usage: outcome.usage });
    return outcome;
  }

  private parts({ call: { messageIds, ...call } }: ReadMessages): Part[] {
    const parts = messageIds.map((messageId): Part => {
      try {
        const single = singleRead(call, messageId);
        return { messageId, plan: new OperationPlan(this.connection, single) };
      } catch (error) {
        return { messageId, error: gatewayErrorOf(error) };
      }
    });
    const [first] = parts;
    if (first !== undefined && 'error' in first && parts.every((part) => 'error' in part))
      throw first.error;
    return parts;
  }

  /** With the vendor's plan for several messages, for those that are not in memory. */
  private async readTogether({ plan, operation }: VendorReads, caller: Caller): Promise<Outcome> {
    const { messageIds, ...call } = operation.call;
    const kept = messageIds.flatMap((messageId) => {
      const found = this.reads.find(singleRead(call, messageId), caller);
      return found === undefined ? [] : [{ messageId, ...found }];
    });
    const rows = kept.map(({ messageId, reply }) => rowOf(messageId, reply));
    const missing = messageIds.filter((id) => !kept.some(({ messageId }) => messageId === id));
    if (missing.length === 0) return { reply: { messages: rows }, usage: [], ...ageOf(kept) };
    const begun = missing.map((id) => ({ id, read: this.reads.begin(singleRead(call, id)) }));
    let read: readonly MessageReply[] = [];
    try {
      const rest =
        kept.length === 0
          ? plan
          : new OperationPlan(this.connection, {
              ...operation,
              call: { ...call, messageIds: missing },
            });
      const { reply, usage } = await this.runner.run(rest, caller);
      read = reply.messages ?? [];
      return { reply: { messages: [...rows, ...read] }, usage, ...ageOf(kept) };
    } catch (error) {
      if (kept.length === 0) throw error;
      // the other messages are read all the same, as where each is read alone
      const failure = gatewayErrorOf(error);
      const failed = missing.map((messageId) => ({ messageId, error: failure }));
      const usage = failure.details.usage ?? [];
      return { reply: { messages: [...rows, ...failed] }, usage, ...ageOf(kept) };
    } finally {
      const replies = new Map(read.map((message) => [message.messageId, message]));
      for (const one of begun) {
        const reply = replies.get(one.id);
        this.reads.end(one.read, caller, reply && 'entries' in reply ? reply : undefined);
      }
    }
  }

  private async readEach(parts: readonly Part[], caller: Caller): Promise<Outcome> {
    const deadlineMs = this.environment.now() + caller.maxWaitMs;
    const ended: EndedRead[] = [];
    const rest = parts.entries();
    const readInTurn = async (): Promise<void> => {
      for (const [index, part] of rest) ended[index] = await this.readOne(part, caller, deadlineMs);
    };
    await Promise.all(Array.from({ length: MAX_SIDE_BY_SIDE }, readInTurn));
    const usage = new Usage();
    for (const one of ended) usage.addDraws(one.usage);
    return {
      reply: { messages: ended.map(({ row }) => row) },
      usage: usage.draws,
      ...ageOf(ended),
    };
  }

  /** @throws the reason of the caller's signal where the caller disconnected */
  private async readOne(part: Part, caller: Caller, deadlineMs: number): Promise<EndedRead> {
    if ('error' in part) return { row: part, usage: [] };
    const { messageId, plan } = part;
    caller.signal.throwIfAborted();
    const maxWaitMs = Math.max(0, deadlineMs - this.environment.now());
    try {
      const { reply, ...outcome } = await this.reads.read(plan, { ...caller, maxWaitMs });
      return { row: rowOf(messageId, reply), ...outcome };
    } catch (error) {
      const failure = gatewayErrorOf(error);
      return { row: { messageId, error: failure }, usage: failure.details.usage ?? [] };
    }
  }
}

/** The read of one message of several. */
const singleRead = (call: Omit<ReadMessagesCall, 'messageIds'>, messageId: string): Operation => ({
  name: 'message.get',
  call: { ...call, target: { ...call.target, messageId } },
});

const rowOf = (messageId: string, { entries = [], nextCursor }: Reply): MessageReply => ({
  messageId,
  entries,
  ...(nextCursor !== undefined && { nextCursor }),
});

/** The age of the oldest reply, where one comes from memory. */
function ageOf(outcomes: readonly Pick<Outcome, 'ageMs'>[]): Pick<Outcome, 'ageMs'> {
  const ages = outcomes.flatMap(({ ageMs }) => (ageMs === undefined ? [] : [ageMs]));
  return ages.length === 0 ? {} : { ageMs: Math.max(...ages) };
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
