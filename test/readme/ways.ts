/**
 * How a command of the README is run here.
 * - `serves`: started, waited for until it answers, and left running for the commands after it.
 * - `ends`: run to its end; the exit code is 0, and where the README has an answer, it is that.
 * - `elsewhere`: CI runs it, or something that does the same; a line of `.ci/run` is named.
 */
export type Way =
  | { readonly kind: 'serves'; readonly port: number; readonly path: string }
  | { readonly kind: 'ends' }
  | { readonly kind: 'elsewhere'; readonly inCi: string };

const ENDS: Way = { kind: 'ends' };

const WAYS: readonly (readonly [RegExp, Way])[] = [
  [/^npm ci && npm start$/, { kind: 'serves', port: 3000, path: '/health/ready' }],
  [
    /^npm run sandbox -- --vendor nexconn /,
    { kind: 'serves', port: 7101, path: '/_sandbox/state' },
  ],
  [
    /^npm run sandbox -- --vendor sendbird /,
    { kind: 'serves', port: 7102, path: '/_sandbox/state' },
  ],
  [/^curl /, ENDS],
  [/^npx chat-metadata /, ENDS],
  [/^npm run (demo|client:pack|licences|openapi)$/, ENDS],
  // this test is one of CI's, and would run itself
  [/^npm ci && npm test$/, { kind: 'elsewhere', inCi: 'npm test --' }],
  [/^npm run test:chaos$/, { kind: 'elsewhere', inCi: 'npm run test:chaos:short' }],
  [/^npm run test:fuzz$/, { kind: 'elsewhere', inCi: 'npm run test:fuzz' }],
  [/^npm run test:browser$/, { kind: 'elsewhere', inCi: 'npm run test:browser' }],
  [/^npm run test:readme$/, { kind: 'elsewhere', inCi: 'npm run test:readme' }],
  [/^npm run image:check$/, { kind: 'elsewhere', inCi: 'npm run image:check' }],
  [/^npm run sbom$/, { kind: 'elsewhere', inCi: 'npm run --silent sbom' }],
  // the steps of the Dockerfile without an engine, and the chart rendered with the same values
  [/^docker build /, { kind: 'elsewhere', inCi: 'npm run image:check' }],
  [/^helm install /, { kind: 'elsewhere', inCi: 'npm run helm:check' }],
];

/** Commands of the prose that want the machine to themselves for minutes, or accounts of their own. */
const NOT_HERE =
  /^npm (start|test|ci)$|^npm run (test:(fleet|soak)|bench\S*|config:check -- \S+)$|^GATEWAY_CONFIG=\S+ npm start$/;

/** @throws RangeError where nobody has said how: then the table above wants a line */
export function wayOf(command: string): Way {
  const [, way] = WAYS.find(([pattern]) => pattern.test(command)) ?? [];
  if (way === undefined) throw new RangeError(`How is this run? ${command}`);
  return way;
}

/** The same for what stands in the prose; undefined for what is long, which has to exist at least. */
export const wayOfProse = (command: string): Way | undefined =>
  NOT_HERE.test(command) ? undefined : wayOf(command);
