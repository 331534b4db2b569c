import type { FieldError } from './gateway-error';
import { GatewayError } from './gateway-error';
import type { DeleteCall, Operations, ReadCall } from './operation';

/** A vendor's rule for a key or a value. `unit` says what `maximum` counts; characters are UTF-16. */
export interface TextRule {
  readonly minimum?: number;
  readonly maximum: number;
  readonly unit: 'characters' | 'bytes';
  readonly pattern?: { readonly allows: string; readonly test: RegExp };
}

/** What is wrong with a text by a rule, if anything. */
export function findViolation(rule: TextRule, text: string): string | undefined {
  const length = rule.unit === 'bytes' ? Buffer.byteLength(text) : text.length;
  if (length > rule.maximum)
    return `must be at most ${rule.maximum} ${rule.unit} long, this has ${length}`;
  if (length < (rule.minimum ?? 0))
    return `must be at least ${rule.minimum ?? 0} ${rule.unit} long`;
  if (rule.pattern !== undefined && !rule.pattern.test.test(text))
    return `may hold ${rule.pattern.allows}`;
  return undefined;
}

/** The faults of every text that breaks the rule. */
export function checkTexts(
  rule: TextRule,
  texts: readonly string[],
  at: (index: number) => string,
): FieldError[] {
  return texts.flatMap((text, index) => {
    const reason = findViolation(rule, text);
    return reason === undefined ? [] : [{ pointer: at(index), reason }];
  });
}

/** @throws GatewayError provider-limit where there are faults */
export function refuseFaults(provider: string, faults: readonly FieldError[]): void {
  const [first] = faults;
  if (first === undefined) return;
  throw new GatewayError('provider-limit', `${provider}: ${first.pointer} ${first.reason}.`, {
    errors: faults,
  });
}

/** @throws GatewayError provider-limit for a key to read or to delete that the vendor cannot have */
export function checkKeys(provider: string, rule: TextRule, call: ReadCall | DeleteCall): void {
  const { keys = [], keysPointer = 'query/keys' } = call;
  if (keys === 'all') return;
  refuseFaults(
    provider,
    checkTexts(rule, keys, (index) =>
      keysPointer === 'path/key' ? keysPointer : `${keysPointer}/${index}`,
    ),
  );
}

/** Where the caller wrote the part of an entry that is at fault. */
export function entryPointer(
  call: Operations['message.set'],
  entry: number,
  value?: number,
): string {
  if (call.isKeyInPath && value === undefined) return 'path/key';
  const whole = call.isKeyInPath ? '' : `/entries/${entry}`;
  if (value === undefined) return `${whole}/key`;
  return call.entries[entry]?.values.length === 1 ? `${whole}/value` : `${whole}/values/${value}`;
}

/**
 * The user on whose behalf the vendor is called.
 * @throws GatewayError invalid-request where neither the caller nor the connection names one
 */
export function requireActor(call: { readonly actorId?: string | undefined }): string {
  if (call.actorId !== undefined) return call.actorId;
  throw new GatewayError('invalid-request', 'This call needs an actor.', {
    errors: [
      {
        pointer: 'header/X-Actor-Id',
        reason: 'is missing and the connection has no default actor',
      },
    ],
  });
}

/**
 * @throws GatewayError provider-limit where the caller allows one vendor write and more are needed
 */
export function refuseSeveralWrites(call: { readonly strict: boolean }, writes: number): void {
  if (!call.strict || writes <= 1) return;
  throw new GatewayError(
    'provider-limit',
    `This takes ${writes} vendor writes, and handling=strict allows one.`,
    {
      errors: [{ pointer: 'header/Prefer', reason: 'handling=strict allows one vendor write' }],
    },
  );
}

/** @throws GatewayError invalid-request: this place is never paged, so nobody was given a cursor */
export function refuseCursor(call: Operations['message.get']): void {
  if (call.cursor === undefined) return;
  throw invalidCursor();
}

export function invalidCursor(): GatewayError {
  return new GatewayError('invalid-request', 'The cursor is not one this API gave out.', {
    errors: [{ pointer: 'query/cursor', reason: 'must be a nextCursor of an earlier reply' }],
  });
}
