import { get } from 'node:http';

/** Health check for images without a shell: exits with 0 if the gateway on `PORT` reports liveness, else 1. */
const port = process.env.PORT ?? '3000';
const probe = get({ host: '127.0.0.1', port, path: '/health/live', timeout: 2_000 }, (reply) => {
  process.exit(reply.statusCode === 200 ? 0 : 1);
});
probe.on('timeout', () => probe.destroy(new Error('no reply within 2 s')));
probe.on('error', () => process.exit(1));
