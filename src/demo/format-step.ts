import { styleText } from 'node:util';
import { maskHeader, maskPath, type Secrets } from '../core/mask-secrets';
import type { DemoStep } from './demo-steps';
import type { Exchange } from './recording-proxy';
import { count, type StepResult } from './run-step';

type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

/** Colours for a terminal, plain text for a file or a pipe. */
export const createPaint = (usesColours: boolean): Paint =>
  usesColours ? (style, text) => styleText(style, text) : (_, text) => text;

/** Headers of the HTTP client, which say nothing about the vendor's API. */
const HIDDEN_HEADERS: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'accept-encoding',
  'content-length',
  'user-agent',
  'accept',
]);

export const INTRODUCTION = `Every operation of every vendor, carried out once against the embedded sandboxes.

  request    the call to the gateway
  dry run    the vendor calls and tokens that the gateway predicts for it
  → vendor   the request that the gateway sends to the vendor; secrets are masked
  ← vendor   the vendor's reply
  reply      the gateway's reply
`;

export function formatStep(
  step: DemoStep,
  result: StepResult,
  secrets: Secrets,
  paint: Paint,
): string {
  const { title, operation, method, path, body } = step;
  const { predictedDraws, exchanges, status, succeeded } = result;
  const paintedStatus = paint(succeeded ? 'green' : 'red', String(status));
  const lines = [
    paint('bold', `■ ${title} · ${operation}`),
    ...formatPart('request', [`${method} ${path}`, toJson(body)], paint),
    ...formatPart('dry run', [formatPrediction(predictedDraws)], paint),
    ...exchanges.flatMap((exchange) => [
      ...formatPart('→ vendor', formatRequest(exchange, secrets), paint),
      ...formatPart('← vendor', [`${exchange.reply.status} ${exchange.reply.body}`], paint),
    ]),
    ...formatPart('reply', [`${paintedStatus} ${result.body}`], paint),
    '',
  ];
  return lines.map((line) => line.trimEnd()).join('\n');
}

const formatPrediction = (draws: readonly string[]): string =>
  `${count(draws.length, 'vendor call')}, drawing ${draws.join('; then ')}`;

function formatRequest({ request }: Exchange, secrets: Secrets): string[] {
  const headers = request.headers
    .filter(([name]) => !HIDDEN_HEADERS.has(name.toLowerCase()))
    .map(([name, value]) => `${name}: ${maskHeader(secrets, name, value)}`);
  return [`${request.method} ${maskPath(secrets, request.path)}`, ...headers, request.body];
}

const LABEL_WIDTH = 12;

/** Lines in a column beside their label; empty lines are left out. */
const formatPart = (label: string, lines: readonly string[], paint: Paint): string[] =>
  lines
    .filter((line) => line !== '')
    .map(
      (line, index) => paint('cyan', (index === 0 ? `  ${label}` : '').padEnd(LABEL_WIDTH)) + line,
    );

const toJson = (body: object | undefined): string =>
  body === undefined ? '' : JSON.stringify(body);
