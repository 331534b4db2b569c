import { once } from 'node:events';
import type { RouteTableAdapter } from '../http/route-table-adapter';
import type { Metrics } from './metrics';

/** Served on the port of the metrics too: Kubernetes has no certificate of a client. */
const PROBES: readonly (string | undefined)[] = ['/health/live', '/health/ready'];

/**
 * Serves `/metrics` and the probes over plain HTTP on a separate port. Resolves to undefined when no port is
 * configured.
 */
export async function serveMetrics(
  metrics: Metrics,
  { host, port }: { readonly host: string; readonly port: number | undefined },
  api: RouteTableAdapter,
) {
  if (port === undefined) return undefined;
  const server = api.createServer(undefined, ({ method, url }, response) => {
    if (PROBES.includes(url)) return false;
    const found = method === 'GET' && url === '/metrics';
    const text = found ? metrics.registry.metrics() : Promise.resolve('');
    void text.then((body) => {
      response.writeHead(found ? 200 : 404, { 'Content-Type': metrics.registry.contentType });
      response.end(body);
    });
    return true;
  });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    async close(): Promise<void> {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
