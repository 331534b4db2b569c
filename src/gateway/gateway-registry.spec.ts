import { closeGateways, openGateway } from '../../test/support/gateway/in-process-gateway';
import { GatewayRegistry } from './gateway-registry';

afterEach(closeGateways);

it('finds the connections of the current configuration by name', () => {
  const [one, other] = ['one', 'other'].map((name) => openGateway({ connection: { name } }));
  const registry = new GatewayRegistry();
  expect(registry.all).toEqual([]);
  registry.set([one, other].flatMap((entry) => entry ?? []));
  expect(registry.all.map(({ name }) => name)).toEqual(['one', 'other']);
  expect(registry.get('other')).toBe(other);
  expect(registry.find('other')).toBe(other);
  registry.set([one].flatMap((entry) => entry ?? []));
  expect(registry.find('other')).toBeUndefined();
  expect(() => registry.get('other')).toThrow('There is no connection of this name.');
});
