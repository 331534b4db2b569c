import { SANDBOX_KEY } from '../config';
import type { DemoStep } from './demo-steps';
import type { Exchange, RecordingProxy } from './recording-proxy';

export interface StepResult {
  /** For each vendor call that the dry run predicts: its draws, such as `1 token of channel.get`. */
  readonly predictedDraws: readonly string[];
  readonly exchanges: readonly Exchange[];
  /** HTTP status and body of the gateway's reply. */
  readonly status: number;
  readonly body: string;
  readonly succeeded: boolean;
}

interface Explanation {
  readonly steps?: readonly {
    readonly draws: readonly { readonly quota: string; readonly tokens: number }[];
  }[];
}

/** Asks the gateway for a dry run of a step, then for the step itself. */
export async function runStep(
  url: string,
  step: DemoStep,
  proxy: RecordingProxy,
): Promise<StepResult> {
  const dryRun = step.path.includes('?') ? '&dryRun=true' : '?dryRun=true';
  const explanation = await send(url, { ...step, path: step.path + dryRun });
  const exchangesOfDryRun = proxy.take();
  const reply = await send(url, step);
  const { steps = [] } = JSON.parse(await explanation.text()) as Explanation;
  return {
    predictedDraws: steps.map(({ draws }) =>
      draws.map(({ quota, tokens }) => `${count(tokens, 'token')} of ${quota}`).join(' and '),
    ),
    exchanges: proxy.take(),
    status: reply.status,
    body: await reply.text(),
    succeeded: reply.ok && explanation.ok && exchangesOfDryRun.length === 0,
  };
}

const send = (url: string, { method, path, body }: DemoStep): Promise<Response> =>
  fetch(url + path, {
    method,
    headers: {
      Authorization: `Bearer ${SANDBOX_KEY}`,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

export const count = (amount: number, noun: string): string =>
  `${amount} ${amount === 1 ? noun : `${noun}s`}`;
