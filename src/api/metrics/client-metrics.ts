import { Counter, type Registry } from 'prom-client';
import type { Draw } from '../../core/upstream';
import type { RefusalReason } from '../../limiter';
import { BusiestLabels } from './busiest-labels';

/** Clients with series of their own. */
const MAX_CLIENTS = 50;

/** The use of quotas by client: the busiest clients, and `other` for the rest. */
export class ClientMetrics {
  private readonly tokens: Counter<'client' | 'connection' | 'quota'>;
  private readonly waits: Counter<'client' | 'connection'>;
  private readonly refusals: Counter<'client' | 'connection' | 'reason'>;
  private readonly clients: BusiestLabels;

  constructor(registry: Registry) {
    const registers = [registry];
    this.tokens = new Counter({
      name: 'gateway_client_tokens_total',
      help: 'Tokens granted by client: the busiest clients, and other for the rest.',
      labelNames: ['client', 'connection', 'quota'],
      registers,
    });
    this.waits = new Counter({
      name: 'gateway_client_wait_seconds_total',
      help: 'Seconds that granted calls waited for quota, by client.',
      labelNames: ['client', 'connection'],
      registers,
    });
    this.refusals = new Counter({
      name: 'gateway_client_refused_total',
      help: 'Calls that got no tokens, by client and reason.',
      labelNames: ['client', 'connection', 'reason'],
      registers,
    });
    this.clients = new BusiestLabels(MAX_CLIENTS, (name) => {
      for (const metric of [this.tokens, this.waits, this.refusals]) void forget(metric, name);
    });
  }

  granted(name: string, connection: string, draws: readonly Draw[], waitedMs: number): void {
    const client = this.clients.label(
      name,
      draws.reduce((sum, { tokens }) => sum + tokens, 0),
    );
    for (const { quota, tokens } of draws) this.tokens.inc({ client, connection, quota }, tokens);
    this.waits.inc({ client, connection }, waitedMs / 1_000);
  }

  refused(name: string, connection: string, reason: RefusalReason): void {
    this.refusals.inc({ client: this.clients.label(name, 1), connection, reason });
  }
}

async function forget(metric: Counter, client: string): Promise<void> {
  const { values } = await metric.get();
  for (const { labels } of values) if (labels.client === client) metric.remove(labels);
}
