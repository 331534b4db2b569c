/** How a command of the README is run here: to its end, with the exit code 0, if nothing else is said. */
export interface Way {
  /** Started, waited for until it answers there, and left running; `pastes`: it says a call to paste. */
  readonly serves?: { readonly port: number; readonly path: string; readonly pastes?: boolean };
  /** Arguments that make it short: one case of a long suite. */
  readonly more?: string;
  /** What makes it short by its environment, or is what the reader would have set. */
  readonly env?: Readonly<Record<string, string>>;
  /** A command that works where the machine has what is needed; elsewhere this one is SKIPPED. */
  readonly needs?: string;
}

/** A benchmark that shows that it works, and measures nothing. */
const AT_ONCE: Way = { env: { BENCH_PACE: '0.02' } };

/** Of the example's configuration. */
const CONFIGURED = {
  ORDERS_KEY_SHA256: 'ab'.repeat(32),
  NEXCONN_APP_KEY: 'app-key',
  NEXCONN_APP_SECRET: 'app-secret',
  SENDBIRD_APP_ID: '9DA1B1F4-0BE6-4DA8-82C5-2E81DAB56F23',
  SENDBIRD_API_TOKEN: 'api-token',
};

/** Ports that the README names, and those of more gateways. */
export const PORTS = {
  gateway: 3000,
  nexconn: 7101,
  sendbird: 7102,
  another: 3001,
  configured: 3002,
};

const one = (test: string): string => ` -- -t '${test}'`;

const WAYS: readonly (readonly [RegExp, Way])[] = [
  [
    /^npm ci && npm start$/,
    { serves: { port: PORTS.gateway, path: '/health/ready', pastes: true } },
  ],
  [/^npm start$/, { serves: { port: PORTS.another, path: '/health/ready', pastes: true } }],
  [
    /^GATEWAY_CONFIG=gateway.yaml npm start$/,
    { serves: { port: PORTS.configured, path: '/health/live' }, env: CONFIGURED },
  ],
  [/^npm run config:check -- gateway.yaml$/, { env: CONFIGURED }],
  [
    /^npm run sandbox -- --vendor nexconn --port /,
    { serves: { port: PORTS.nexconn, path: '/_sandbox/state' } },
  ],
  [
    /^npm run sandbox -- --vendor sendbird --port /,
    { serves: { port: PORTS.sendbird, path: '/_sandbox/state' } },
  ],
  [/^curl /, {}],
  [/^npx chat-metadata /, {}],
  [/^printf %s "\$KEY" \| sha256sum$/, { env: { KEY: 'a key' } }],
  [/^npm run (demo|client:pack|licences|sbom|openapi)$/, {}],
  // a file of unit tests and one on a gateway; Redis is found as for all of them
  [/^npm ci && npm test$/, { more: ' -- --testPathPatterns src/core test/e2e/shutdown.spec.ts' }],
  [/^npm run test:fleet$/, { more: one('quiet, 1 × RTT 20 ms, in memory') }],
  [/^npm run test:chaos$/, { more: one('FLUSHALL') }],
  [/^npm run test:soak$/, { env: { SOAK_MINUTES: '0.1' } }],
  [
    /^npm run test:browser$/,
    { more: one('need a key'), needs: '${CHROMIUM_PATH:-chromium} --version' },
  ],
  [/^npm run test:fuzz$/, { env: { FUZZ_SECONDS: '5', FUZZ_EXAMPLES: '1' } }],
  // this test in a copy of the copy
  [/^npm run test:readme$/, { more: one('links to what there is') }],
  [/^npm run bench(:short|:limiter|:batch|:fullness)?$/, AT_ONCE],
  // its steps take a second Node and minutes: CI has both, and calls it by itself
  [/^npm run image:check$/, { env: { NODE24: '' } }],
  [/^docker build /, { needs: 'docker info' }],
  [/^helm install /, { more: ' --dry-run=client', needs: 'helm version' }],
];

/** @throws RangeError where nobody has said how: then the table above wants a line */
export function wayOf(command: string): Way {
  const [, way] = WAYS.find(([pattern]) => pattern.test(command)) ?? [];
  if (way === undefined) throw new RangeError(`How is this run? ${command}`);
  return way;
}
