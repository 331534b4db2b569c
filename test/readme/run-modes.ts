import { EXAMPLE_SECRETS } from '../support/documents/example-secrets';

/** How the test runs a command of the documents: to its end, with the exit code 0, unless stated. */
export interface RunMode {
  /** A server: it is left running once it answers there. `printsCall`: it prints a curl that works. */
  readonly serves?: { readonly port: number; readonly path: string; readonly printsCall?: boolean };
  /** Arguments that shorten the command, such as one file of a long suite. */
  readonly more?: string;
  /** Something that the command prints; a filter that matches no test ends with the exit code 0 too. */
  readonly prints?: RegExp;
  /** Variables that shorten the command, or that its reader would have set. */
  readonly env?: Readonly<Record<string, string>>;
  /** A command that succeeds where the machine has what is needed; elsewhere this one is SKIPPED. */
  readonly needs?: string;
  /** The whole check, `.ci/run`, runs it anyway: the test only looks for it there. */
  readonly isOfWholeCheck?: true;
}

/** A benchmark that runs through without measuring anything useful. */
const FAST: RunMode = { env: { BENCH_PACE: '0.02' } };

/** Ports that the documents name, and those of further gateways. */
export const PORTS = {
  gateway: 3000,
  nexconn: 7101,
  sendbird: 7102,
  stream: 7103,
  tencent: 7104,
  secondGateway: 3001,
  configured: 3002,
};

const PASSED = /^Tests: .*\d+ passed/m;
const oneFile = (pattern: string): RunMode => ({
  more: ` -- --testPathPatterns ${pattern}`,
  prints: PASSED,
});

const OF_WHOLE_CHECK: RunMode = { isOfWholeCheck: true };

/** Prints the test files of a suite instead of running them. */
const LIST_OF_FILES: RunMode = { more: ' -- --listTests', prints: /\.spec\.ts$/m };

const MODES: readonly (readonly [RegExp, RunMode])[] = [
  [
    /^npm ci && npm start$/,
    { serves: { port: PORTS.gateway, path: '/health/ready', printsCall: true } },
  ],
  [
    /^npm start$/,
    { serves: { port: PORTS.secondGateway, path: '/health/ready', printsCall: true } },
  ],
  [
    /^GATEWAY_CONFIG=gateway.yaml npm start$/,
    { serves: { port: PORTS.configured, path: '/health/live' }, env: EXAMPLE_SECRETS },
  ],
  [/^npm run config:check -- gateway.yaml$/, { env: EXAMPLE_SECRETS }],
  // it reports the vendors' hosts, which need not be reachable from here
  [
    /^npm run config:check -- --connect gateway.yaml$/,
    { more: ' || true', env: EXAMPLE_SECRETS, prints: /connections\.nexconn-sg https:/ },
  ],
  // no replica of this gateway is silent
  [
    /^npx chat-metadata quotas end-suspension /,
    { more: ' || true', prints: /no suspended share of this replica/ },
  ],
  [
    /^npm run sandbox -- --vendor nexconn --port /,
    { serves: { port: PORTS.nexconn, path: '/_sandbox/state' } },
  ],
  [
    /^npm run sandbox -- --vendor sendbird --port /,
    { serves: { port: PORTS.sendbird, path: '/_sandbox/state' } },
  ],
  [
    /^npm run sandbox -- --vendor stream --port /,
    { serves: { port: PORTS.stream, path: '/_sandbox/state' } },
  ],
  [
    /^npm run sandbox -- --vendor tencent --port /,
    { serves: { port: PORTS.tencent, path: '/_sandbox/state' } },
  ],
  [/^curl /, {}],
  [/^npx chat-metadata /, {}],
  [/^node examples\/copy-metadata\.mjs /, { prints: /^Nothing was written/m }],
  [/^printf %s "\$KEY" \| sha256sum$/, { env: { KEY: 'a key' } }],
  [/^npm run (demo|client:pack|tool:pack|config:schema|deps:check|openapi)$/, {}],
  [/^npm ci && npm test$/, OF_WHOLE_CHECK],
  [/^npm run (test:(browser|fuzz)|helm:check|bench:short|licences|sbom)$/, OF_WHOLE_CHECK],
  // a file of unit tests and one on a gateway; both find Redis as the whole suite does
  [/^npm test$/, oneFile('test/conventions/document-links test/e2e/shutdown.spec.ts')],
  // `.ci/run` runs these suites, as parts of `npm test` or in a short form
  [/^npm run test:(unit|sandbox|sdk|limiter|conformance|e2e|fleet|chaos|quick)$/, LIST_OF_FILES],
  [/^npm run test:soak$/, { env: { SOAK_MINUTES: '0.1', SOAK_SMOKE: 'true' } }],
  // this suite, in a copy of the copy
  [/^npm run test:readme$/, { more: " -- -t 'names the blocks that are not run'", prints: PASSED }],
  [
    /^npm run bench(:leases|:limiter|:pass-through|:batch|:scrape|:fullness|:fleet|:full|:recovery|:growth)?$/,
    FAST,
  ],
  // its steps need a second Node and minutes; CI has both and runs the whole command
  [/^npm run image:check$/, { env: { NODE24: '' } }],
  // runs the tests once, without a change of the source; the whole run takes hours
  [
    /^npm run test:mutation$/,
    {
      more: ' -- --dryRunOnly --mutate src/locks/process-locks.ts',
      prints: /Initial test run succeeded/,
    },
  ],
  [/^docker build /, { needs: 'docker info' }],
  [/^helm install /, { more: ' --dry-run=client', needs: 'helm version' }],
];

/** @throws RangeError for a command that the table above does not have */
export function runModeOf(command: string): RunMode {
  const [, mode] = MODES.find(([pattern]) => pattern.test(command)) ?? [];
  if (mode === undefined)
    throw new RangeError(`test/readme/run-modes.ts has no row for: ${command}`);
  return mode;
}
