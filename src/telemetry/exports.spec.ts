import { createServer } from 'node:http';
import { listen } from '../../test/support/vendor/listen';
import { startTelemetry } from './start-telemetry';

const environment = process.env;
afterEach(() => {
  process.env = environment;
});

it('closes within 2 s when the collector does not answer, and reports it', async () => {
  const collector = await listen(createServer(() => undefined));
  process.env = { ...environment, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  const failures: string[] = [];
  const telemetry = startTelemetry(process.env, '1', ({ message }) => failures.push(message));
  telemetry?.tracer?.startRequest({}, {}).end();
  const beganMs = performance.now();
  await telemetry?.close();
  expect(performance.now() - beganMs).toBeLessThan(5_000); // the exporter itself waits 10 s
  expect(failures).toEqual([expect.stringContaining('did not accept the last')]);
  await collector.close();
}, 20_000);
