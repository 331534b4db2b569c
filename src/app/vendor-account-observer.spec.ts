import type { ConnectionObserver } from '../api/events/connection-observer';
import { VendorAccountObserver } from './vendor-account-observer';

it('counts the calls that wait at an account without connections, and reports no state of it', () => {
  const events: string[] = [];
  const record = (event: string) => () => events.push(event);
  const observers = new VendorAccountObserver(
    () =>
      ({
        granted: record('granted'),
        ledger: record('ledger'),
        removed: record('removed'),
      }) as Partial<ConnectionObserver> as ConnectionObserver,
    () => undefined,
  );
  observers.setConnections(['main']);
  observers.keepConnections([]);
  observers.ledger('fallback');
  observers.granted([], { client: 'a', connection: 'main' } as never, 5);
  expect(events).toEqual(['removed', 'granted']);
});
