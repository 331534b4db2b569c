import { Gauge, type Registry } from 'prom-client';
import type { GatewayRegistry } from '../../gateway';

const CIRCUITS = { closed: 0, 'half-open': 0.5, open: 1 } as const;

/** Vendor hosts by their place in the configuration: their names may say whose account it is. */
export function watchHosts(registry: Registry, gateways: GatewayRegistry): void {
  const labelNames = ['connection', 'host'] as const;
  const registers = [registry];
  const inUse = new Gauge({
    ...{ labelNames, registers, name: 'gateway_upstream_host_in_use' },
    help: '1 for the host that calls go to; host 0 is the primary.',
    collect() {
      inUse.reset();
      circuit.reset();
      for (const { name: connection, transport } of gateways.all)
        for (const [index, host] of transport.hosts().entries()) {
          const labels = { connection, host: String(index) };
          inUse.set(labels, host.inUse ? 1 : 0);
          circuit.set(labels, CIRCUITS[host.circuit]);
        }
    },
  });
  const circuit = new Gauge({
    ...{ labelNames, registers, name: 'gateway_upstream_circuit_open' },
    help: '1 while a host is left alone, 0.5 while one call tries it, 0 otherwise.',
  });
}
