import { get } from 'node:http';

/** For images without a shell: ends with 0 where the process beside it is alive. */
const port = process.env.PORT ?? '3000';
const probe = get({ host: '127.0.0.1', port, path: '/health/live', timeout: 2_000 }, (reply) => {
  process.exit(reply.statusCode === 200 ? 0 : 1);
});
probe.on('timeout', () => probe.destroy(new Error('no answer')));
probe.on('error', () => process.exit(1));
