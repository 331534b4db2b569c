import { styleText } from 'node:util';
import type { Outcome } from './play';
import type { Exchange } from './recorder';
import type { Scene } from './walk';

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

/** Colours where a person looks on, plain text where a file or a pipe does. */
export const paintFor = (isTerminal: boolean): Paint =>
  isTerminal ? (style, text) => styleText(style, text) : (_, text) => text;

/** Says nothing about the call itself. */
const TRANSPORT: ReadonlySet<string> = new Set([
  ...['host', 'connection', 'accept-encoding', 'content-length', 'user-agent', 'accept'],
]);

/** A scene as lines: our call, what the vendor got and said, our answer. */
export function scriptOf(
  scene: Scene,
  outcome: Outcome,
  secretHeaders: readonly string[],
  paint: Paint,
): string {
  const { title, operation, method, path, body } = scene;
  const { status, succeeded } = outcome;
  const answered = paint(succeeded ? 'green' : 'red', String(status));
  return [
    paint('bold', `■ ${title} · ${operation}`),
    ...part('call', [`${method} ${path}`, text(body)], paint),
    ...part('dry run', [foretold(outcome)], paint),
    ...outcome.exchanges.flatMap((exchange) => [
      ...part('→ vendor', requestLines(exchange, secretHeaders), paint),
      ...part('← vendor', [`${exchange.reply.status} ${exchange.reply.body}`], paint),
    ]),
    ...part('reply', [`${answered} ${outcome.body}`], paint),
    '',
  ].join('\n');
}

function foretold({ foretold: steps }: Outcome): string {
  const calls = `${steps.length} vendor ${steps.length === 1 ? 'call' : 'calls'}`;
  return `${calls}, drawing ${steps.join('; ')}`;
}

function requestLines(
  { method, path, headers, body }: Exchange,
  secretHeaders: readonly string[],
): string[] {
  const shown = headers
    .filter(([name]) => !TRANSPORT.has(name.toLowerCase()))
    .map(([name, value]) =>
      secretHeaders.includes(name.toLowerCase()) ? `${name}: ***` : `${name}: ${value}`,
    );
  return [`${method} ${path}`, ...shown, body];
}

const GUTTER = 12;

/** Lines beside their label; empty ones are left out. */
const part = (label: string, lines: readonly string[], paint: Paint): string[] =>
  lines
    .filter((line) => line !== '')
    .map((line, index) => paint('cyan', (index === 0 ? `  ${label}` : '').padEnd(GUTTER)) + line);

const text = (body: object | undefined): string => (body === undefined ? '' : JSON.stringify(body));
