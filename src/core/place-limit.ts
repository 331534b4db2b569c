import { entryPointer, refuseFaults } from './call-checks';
import type { Entry } from './metadata';
import { namedKeys, type OperationName, type SetCall } from './operation';

/** A vendor's limit for all entries of one message or channel together. */
export interface PlaceLimit {
  readonly maximumBytes: number;
  /** The bytes that these entries take at the vendor, or fewer. */
  readonly bytesOf: (entries: readonly Entry[]) => number;
}

export type PlaceLimits = Readonly<Partial<Record<'message' | 'channel', PlaceLimit>>>;

/** The limit for the target of an operation; undefined: there is none. */
export const placeLimitOf = (
  limits: PlaceLimits | undefined,
  name: OperationName,
): PlaceLimit | undefined => limits?.[name.startsWith('message.') ? 'message' : 'channel'];

/**
 * @param present the entries of the target before the write, as far as they are known
 * @throws GatewayError provider-limit if the target would have more bytes than the vendor allows
 */
export function checkPlace(
  provider: string,
  { maximumBytes, bytesOf }: PlaceLimit,
  call: SetCall,
  present: readonly Entry[] = [],
): void {
  const replaced = new Set(namedKeys(call));
  const bytes = bytesOf([...present.filter(({ key }) => !replaced.has(key)), ...call.entries]);
  if (bytes <= maximumBytes) return;
  const pointer = call.isKeyInPath ? entryPointer(call, 0, 0) : '/entries';
  const reason = `must leave at most ${maximumBytes} bytes in all entries together, but leaves ${bytes}`;
  refuseFaults(provider, [{ pointer, reason }]);
}
