import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { callOf, type Caller, type GatewayCall } from './calls';

export interface LoadSettings {
  readonly callers: readonly Caller[];
  /** Replicas; callers spread over them evenly. */
  readonly urls: readonly string[];
}

/** What came back: `<caller> <status> <problem code>` or `<caller> cut <reason>`, and how often. */
export type Tally = Readonly<Record<string, number>>;

/**
 * Callers that call again as soon as they are answered. Told a list of URLs they turn to those, told
 * `stop` they hang up; either way the answer is the tally so far.
 */
const settings = JSON.parse(process.argv[2] ?? '{}') as LoadSettings;
const agent = new Agent({ keepAlive: true });
const tally = new Map<string, number>();
let { urls } = settings;
let stopped = false;

interface Answer {
  readonly status: number;
  readonly body: string;
}

function send(url: string, { method, path, headers, body }: GatewayCall): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url + path, { agent, method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, body: text });
      });
      answer.on('error', reject);
    });
    sent.on('error', (error: NodeJS.ErrnoException) => {
      // a server may close an idle connection at the very moment at which it is used again
      if (sent.reusedSocket && error.code === 'ECONNRESET' && !stopped) {
        send(url, { method, path, headers, body }).then(resolve, reject);
      } else reject(error);
    });
    sent.end(body);
  });
}

function count(what: string): void {
  if (!stopped) tally.set(what, (tally.get(what) ?? 0) + 1);
}

/** How long a polite caller stays away after a refusal, in milliseconds. */
const LONGEST_REST_MS = 1_000;
const REST_AFTER_CUT_MS = 50;
/** Within which all callers begin, in milliseconds. */
const RAMP_MS = 1_000;

async function callOnce(caller: Caller, url: string, serial: string): Promise<number> {
  const { status, body } = await send(url, callOf(caller, serial));
  if (status === 200) {
    count(`${caller.name} 200`);
    return 0;
  }
  const problem = JSON.parse(body) as { readonly code: string; readonly retryAfterMs?: number };
  count(`${caller.name} ${status} ${problem.code}`);
  return Math.min(problem.retryAfterMs ?? LONGEST_REST_MS, LONGEST_REST_MS);
}

async function keepCalling(caller: Caller, index: number): Promise<void> {
  await sleep(Math.random() * RAMP_MS);
  for (let round = 0; !stopped; round += 1) {
    const url = urls[index % urls.length] ?? '';
    const restMs = await callOnce(caller, url, `${index}-${round}`).catch((error: unknown) => {
      count(`${caller.name} cut ${String((error as NodeJS.ErrnoException).code)}`);
      return REST_AFTER_CUT_MS;
    });
    if (restMs > 0) await sleep(restMs);
  }
}

function report(): void {
  process.send?.(Object.fromEntries(tally));
}

process.on('message', (told) => {
  if (Array.isArray(told)) urls = told as string[];
  if (told === 'stop') {
    stopped = true;
    agent.destroy();
  }
  report();
});
process.on('disconnect', () => process.exit());

let index = 0;
for (const caller of settings.callers)
  for (let one = 0; one < caller.atOnce; one += 1) void keepCalling(caller, index++);
report();
