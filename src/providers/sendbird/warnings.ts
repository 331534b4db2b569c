import type { Operation } from '../../core/operation';

/** An explanation presumes that a message has none of the keys: then one write sets them. */
export function findWarnings({ name, call }: Operation): string[] {
  if (name !== 'message.set' || call.strict) return [];
  return [
    'keys that hold other values take up to two more writes: one removes those values, and one puts values in their order',
  ];
}
