import { checkKeys } from '../../core/call-checks';
import { GatewayError, type ErrorCode } from '../../core/gateway-error';
import { isRecord } from '../../core/json';
import type { MessageReply, ReadMessagesCall, Reply } from '../../core/operation';
import type { Plan, UpstreamRequest } from '../../core/upstream';
import { malformedReply } from '../../core/vendor-reply';
import { METAARRAY_RULES, checkMessageId } from './limits';
import { selectKeys, VALUES_FLAGS, viewRequest } from './message';
import type { Dialect } from './metaarray';
import { draw } from './quotas';
import { readMessage } from './replies';
import { channelEndpoint, requestWithoutBody } from './requests';

/** "List messages": the most messages before and after the anchor, the message that the list is around. */
const MAX_BEFORE_OR_AFTER = 200;

/** Failures of one message or of the list. After any other, the vendor is not asked for more messages. */
const OWN_FAILURES: ReadonlySet<ErrorCode> = new Set([
  'target-not-found',
  'provider-limit',
  'upstream-refused',
  'upstream-malformed',
]);

/** The messages of a list by id. An error: the list cannot be had. */
type Listed = ReadonlyMap<string, unknown> | GatewayError;

/**
 * Several messages of a channel. The list around the middle one has up to 200 messages before and 200 after
 * it. Those that are not in it are read in the same way, the earlier ones and the later ones apart; a single
 * one is read alone. Ids grow with time, so they tell earlier from later.
 * @throws GatewayError provider-limit where a key breaks a rule, or each message id does
 */
export function* getMessages(dialect: Dialect, call: ReadMessagesCall): Plan<Reply> {
  checkKeys('Sendbird', METAARRAY_RULES.key, call);
  const reading = new MessagesReading(dialect, call);
  const ids = reading.checkIds();
  yield* reading.read(ids.toSorted((one, other) => Number(BigInt(one) - BigInt(other))));
  return { messages: reading.replies };
}

class MessagesReading {
  readonly replies: MessageReply[] = [];
  /** The failure that ends the reading. */
  private fatal: GatewayError | undefined;
  /** Whether the application may list messages: the plan of the application may not have the list. */
  private canList = true;
  /** Whether the channel is known to exist, or cannot be looked for. */
  private channelExists = false;

  constructor(
    private readonly dialect: Dialect,
    private readonly call: ReadMessagesCall,
  ) {}

  /** @returns the ids that the vendor may have. @throws GatewayError provider-limit where no id is one */
  checkIds(): string[] {
    const { messageIds } = this.call;
    const valid = messageIds.filter((messageId) => {
      try {
        return checkMessageId(messageId, 'query/messageIds') === messageId;
      } catch (error) {
        this.fail(messageId, error);
        return false;
      }
    });
    const [reply] = this.replies;
    if (valid.length === 0 && reply !== undefined && 'error' in reply) throw reply.error;
    return valid;
  }

  /** @param ids oldest first */
  *read(ids: readonly string[]): Plan<void> {
    const middle = Math.floor(ids.length / 2);
    const anchor = ids[middle];
    if (anchor === undefined) return;
    if (this.fatal !== undefined) {
      for (const id of ids) this.fail(id, this.fatal);
      return;
    }
    if (ids.length === 1 || !this.canList) {
      for (const id of ids) yield* this.view(id);
      return;
    }
    const listed = yield* this.list(anchor, ids);
    const others = ids.filter((id, index) => index !== middle && !this.found(id, listed));
    if (!this.found(anchor, listed)) yield* this.settleAnchor(anchor, listed);
    yield* this.read(others.filter((id) => BigInt(id) < BigInt(anchor)));
    yield* this.read(others.filter((id) => BigInt(id) >= BigInt(anchor)));
  }

  private *view(messageId: string): Plan<void> {
    if (this.fatal !== undefined) {
      this.fail(messageId, this.fatal);
      return;
    }
    const { target } = this.call;
    try {
      const message = yield viewRequest(this.dialect, { ...target, messageId });
      this.succeed(messageId, message);
    } catch (error) {
      this.fail(messageId, error);
    }
  }

  /** The list around a message. */
  private *list(anchor: string, ids: readonly string[]): Plan<Listed> {
    try {
      const messages = readList(yield this.listRequest(anchor, ids));
      this.channelExists = true;
      return messages;
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      return error;
    }
  }

  /** The message is not in the list around itself. */
  private *settleAnchor(anchor: string, listed: Listed): Plan<void> {
    if (!(listed instanceof GatewayError)) {
      yield* this.view(anchor);
      return;
    }
    if (listed.code === 'target-not-found') {
      this.fail(anchor, listed);
      if (!this.channelExists) yield* this.findChannel();
      return;
    }
    if (OWN_FAILURES.has(listed.code) || listed.code === 'upstream-not-enabled') {
      this.canList = false;
      yield* this.view(anchor);
      return;
    }
    this.fail(anchor, listed);
  }

  /** The vendor has one code for an unknown message and an unknown channel: this list needs no message. */
  private *findChannel(): Plan<void> {
    try {
      yield this.emptyListRequest();
      this.channelExists = true;
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      const isRefused = OWN_FAILURES.has(error.code) && error.code !== 'target-not-found';
      if (isRefused) this.channelExists = true;
      else this.fatal = error;
    }
  }

  /** Whether the list has the message, whose reply is then known. */
  private found(id: string, listed: Listed): boolean {
    // a larger id is not exact as a number of JSON, and the next message might be taken for it
    if (listed instanceof GatewayError || !Number.isSafeInteger(Number(id))) return false;
    const message = listed.get(String(Number(id)));
    if (message === undefined) return false;
    try {
      this.succeed(id, message);
    } catch (error) {
      this.fail(id, error);
    }
    return true;
  }

  private succeed(messageId: string, message: unknown): void {
    const entries = selectKeys(readMessage(message), this.call.keys);
    this.replies.push({ messageId, entries });
  }

  /** @throws any error that is no GatewayError: the caller's disconnect, or a bug */
  private fail(messageId: string, error: unknown): void {
    if (!(error instanceof GatewayError)) throw error;
    this.replies.push({ messageId, error });
    if (!OWN_FAILURES.has(error.code)) this.fatal = error;
  }

  /** "List messages" around one of them. An explanation presumes that it has all but the last of `ids`. */
  private listRequest(anchor: string, ids: readonly string[]): UpstreamRequest {
    const limits = `prev_limit=${MAX_BEFORE_OR_AFTER}&next_limit=${MAX_BEFORE_OR_AFTER}`;
    return this.listOf(`message_id=${anchor}&${limits}&${VALUES_FLAGS[this.dialect]}`, {
      messages: ids.slice(0, -1).map((id) => ({ message_id: Number(id), sorted_metaarray: [] })),
    });
  }

  private emptyListRequest(): UpstreamRequest {
    return this.listOf('message_ts=1&prev_limit=0&next_limit=0', { messages: [] });
  }

  private listOf(query: string, assumedPayload: object): UpstreamRequest {
    const endpoint = channelEndpoint(this.call.target, 'messages');
    return requestWithoutBody('GET', endpoint, `?${query}`, {
      draws: draw('message.list'),
      effect: 'read',
      assumedPayload,
    });
  }
}

/** @throws GatewayError upstream-malformed */
function readList(payload: unknown): ReadonlyMap<string, unknown> {
  const messages = isRecord(payload) ? payload.messages : undefined;
  if (!Array.isArray(messages)) throw malformedReply('Sendbird', 'a list of messages');
  return new Map(
    messages.filter(isRecord).map((message) => [String(message.message_id), message] as const),
  );
}
