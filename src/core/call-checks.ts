import type { FieldError } from './gateway-error';
import { GatewayError } from './gateway-error';
import type { DeleteCall, Operations, ReadCall, ReadMessagesCall, ValuesCall } from './operation';

/**
 * A vendor's rule for a key or a value. `unit` is the unit of `minimum` and `maximum`: UTF-16 code
 * units (`characters`) or bytes of the UTF-8 text (`bytes`).
 */
export interface TextRule {
  readonly minimum?: number;
  readonly maximum: number;
  readonly unit: 'characters' | 'bytes';
  /** `reason` describes the pattern to people: "must …" or "may …". */
  readonly pattern?: { readonly reason: string; readonly test: RegExp };
}

/** @returns the reason why a text breaks the rule, or undefined if it does not */
function findViolation(rule: TextRule, text: string): string | undefined {
  const { minimum = 0, maximum, unit, pattern } = rule;
  const length = unit === 'bytes' ? Buffer.byteLength(text) : text.length;
  if (length > maximum) return `must be at most ${maximum} ${unit} long, but has ${length}`;
  if (length < minimum) return `must be at least ${minimum} ${unit} long`;
  return pattern === undefined || pattern.test.test(text) ? undefined : pattern.reason;
}

/**
 * @param pointerAt the pointer of the text with this index
 * @returns one fault for each text that breaks the rule
 */
export function checkTexts(
  rule: TextRule,
  texts: readonly string[],
  pointerAt: (index: number) => string,
): FieldError[] {
  return texts.flatMap((text, index) => {
    const reason = findViolation(rule, text);
    return reason === undefined ? [] : [{ pointer: pointerAt(index), reason }];
  });
}

/** @throws GatewayError provider-limit if there is at least one fault */
export function refuseFaults(provider: string, faults: readonly FieldError[]): void {
  const [first] = faults;
  if (first === undefined) return;
  throw new GatewayError('provider-limit', `${provider}: ${first.pointer} ${first.reason}.`, {
    errors: faults,
  });
}

/** @throws GatewayError provider-limit if the vendor allows no key like one of those in the call */
export function checkKeys(
  provider: string,
  rule: TextRule,
  call: ReadCall | ReadMessagesCall | DeleteCall,
): void {
  const { keys = [], keysPointer = 'query/keys' } = call;
  if (keys === 'all') return;
  refuseFaults(
    provider,
    checkTexts(rule, keys, (index) =>
      keysPointer === 'path/key' ? keysPointer : `${keysPointer}/${index}`,
    ),
  );
}

/**
 * @param entry index of the entry in `call.entries`
 * @param value index of the value in the entry; absent: the key is meant
 * @returns the pointer of that key or value in the caller's request
 */
export function entryPointer(
  call: Operations['message.set'],
  entry: number,
  value?: number,
): string {
  if (call.isKeyInPath && value === undefined) return 'path/key';
  const entryPath = call.isKeyInPath ? '' : `/entries/${entry}`;
  if (value === undefined) return `${entryPath}/key`;
  const { values = [], isList = values.length > 1 } = call.entries[entry] ?? {};
  return isList ? `${entryPath}/values/${value}` : `${entryPath}/value`;
}

/**
 * @param list the list of the call that has the entry
 * @param value index of the value in the entry; absent: the key is meant
 * @returns the pointer of that key or value in the caller's request
 */
export function valuesPointer(
  { entriesAt }: ValuesCall,
  list: 'add' | 'remove',
  entry: number,
  value?: number,
): string {
  if (entriesAt === 'path/key')
    return value === undefined ? entriesAt : `${list === 'add' ? '' : 'query'}/values/${value}`;
  const at = `${entriesAt === 'lists' ? `/${list}` : entriesAt}/${entry}`;
  return value === undefined ? `${at}/key` : `${at}/values/${value}`;
}

/**
 * The user on whose behalf the vendor is called.
 * @throws GatewayError invalid-request if neither the caller nor the connection names one
 */
export function requireActor(call: { readonly actorId?: string | undefined }): string {
  if (call.actorId !== undefined) return call.actorId;
  throw new GatewayError(
    'invalid-request',
    'This operation needs an actor: send the header X-Actor-Id.',
    {
      errors: [
        {
          pointer: 'header/X-Actor-Id',
          reason: 'is required, because the connection has no default actor',
        },
      ],
    },
  );
}

/**
 * @param writes number of vendor writes that the operation needs
 * @throws GatewayError provider-limit if there are several and the caller allows only one
 */
export function refuseSeveralWrites(call: { readonly strict: boolean }, writes: number): void {
  if (!call.strict || writes <= 1) return;
  throw new GatewayError(
    'provider-limit',
    `This operation needs ${writes} vendor writes, but handling=strict allows only one.`,
    {
      errors: [{ pointer: 'header/Prefer', reason: 'handling=strict allows one vendor write' }],
    },
  );
}

/**
 * For reads that return everything in one page.
 * @throws GatewayError invalid-request if the call has a cursor
 */
export function refuseCursor(call: Operations['message.get']): void {
  if (call.cursor !== undefined) throw invalidCursor();
}

export function invalidCursor(): GatewayError {
  return new GatewayError('invalid-request', 'The cursor is not one that this API returned.', {
    errors: [{ pointer: 'query/cursor', reason: 'must be the nextCursor of an earlier reply' }],
  });
}
