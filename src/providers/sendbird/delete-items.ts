import { GatewayError } from '../../core/gateway-error';
import type { DeleteCall } from '../../core/operation';
import type { Plan } from '../../core/upstream';
import { draw } from './quotas';
import { confirmDeleted } from './replies';
import { bare, item, type Place } from './requests';

/**
 * Deletes a whole map in one request, or single items in one request each. The vendor has one code
 * for an unknown item and an unknown channel: where it answers that, the map itself is asked for, and
 * an item that is not there is no error.
 */
export function* deleteItems(
  { keys }: DeleteCall,
  place: Place,
  family: 'channel-metadata' | 'metacounter',
): Plan<void> {
  const endpoint = { draws: draw(`${family}.delete`), effect: 'idempotent' as const };
  if (keys === 'all') {
    confirmDeleted(yield bare('DELETE', place, '', endpoint));
    return;
  }
  for (const key of keys) {
    try {
      confirmDeleted(yield bare('DELETE', item(place, key), '', { ...endpoint, keys: [key] }));
    } catch (error) {
      if (!(error instanceof GatewayError && error.code === 'target-not-found')) throw error;
      yield bare('GET', place, '', {
        draws: draw(`${family}.get`),
        effect: 'read',
        assumedPayload: {},
      });
    }
  }
}
