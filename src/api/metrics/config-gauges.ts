import { Gauge, type Registry } from 'prom-client';
import type { ConfigStatus } from '../probes/config-status';

/** How the configuration stands, under the names that Prometheus has for its own. */
const CONFIG_GAUGES: readonly {
  readonly name: string;
  readonly help: string;
  readonly of: (status: ConfigStatus) => number;
}[] = [
  {
    name: 'last_reload_successful',
    help: 'Whether the latest attempt to load the configuration succeeded.',
    of: ({ faults }) => (faults.length === 0 ? 1 : 0),
  },
  {
    name: 'last_reload_timestamp_seconds',
    help: 'When the configuration in use was loaded.',
    of: ({ loadedAtMs }) => loadedAtMs / 1_000,
  },
  {
    name: 'restart_required',
    help: 'Whether the file has settings that take a restart to come into use.',
    of: ({ needRestart }) => (needRestart.length === 0 ? 0 : 1),
  },
];

export function watchConfigStatus(registry: Registry, status: ConfigStatus): void {
  for (const { name, help, of } of CONFIG_GAUGES)
    new Gauge({
      name: `gateway_config_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(of(status));
      },
    });
}
