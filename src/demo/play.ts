import { SANDBOX_KEY } from '../config';
import type { Exchange, Recorder } from './recorder';
import type { Scene } from './walk';

/** What became of a scene. */
export interface Outcome {
  /** Tokens each vendor call draws, as a dry run foretold before anything was sent. */
  readonly foretold: readonly string[];
  readonly exchanges: readonly Exchange[];
  readonly status: number;
  readonly body: string;
  readonly succeeded: boolean;
}

interface Explanation {
  readonly steps?: readonly {
    readonly draws: readonly { readonly quota: string; readonly tokens: number }[];
  }[];
}

/** Lets the gateway explain a scene, then play it. */
export async function play(url: string, scene: Scene, recorder: Recorder): Promise<Outcome> {
  const query = scene.path.includes('?') ? '&dryRun=true' : '?dryRun=true';
  const explained = await ask(url, { ...scene, path: scene.path + query });
  const early = recorder.take();
  const answer = await ask(url, scene);
  const { steps = [] } = JSON.parse(await explained.text()) as Explanation;
  return {
    foretold: steps.map(({ draws }) =>
      draws.map(({ quota, tokens }) => `${tokens} of ${quota}`).join(' + '),
    ),
    exchanges: recorder.take(),
    status: answer.status,
    body: await answer.text(),
    succeeded: answer.ok && explained.ok && early.length === 0,
  };
}

const ask = (url: string, { method, path, body }: Scene): Promise<Response> =>
  fetch(url + path, {
    method,
    headers: {
      Authorization: `Bearer ${SANDBOX_KEY}`,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
