import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Metrics } from './metrics';

/** Serves `/metrics` on a separate port. Resolves to undefined when no port is configured. */
export async function serveMetrics(metrics: Metrics, host: string, port: number | undefined) {
  if (port === undefined) return undefined;
  const server = createServer((request, response) => {
    const found = request.method === 'GET' && request.url === '/metrics';
    const text = found ? metrics.registry.metrics() : Promise.resolve('');
    void text.then((body) => {
      response.writeHead(found ? 200 : 404, { 'Content-Type': metrics.registry.contentType });
      response.end(body);
    });
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
