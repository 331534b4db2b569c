import { setTimeout as sleep } from 'node:timers/promises';
import { callOf, type Caller } from './calls';
import { HttpSender } from './send';

export interface LoadSettings {
  readonly callers: readonly Caller[];
  /** Addresses of the replicas; callers are spread over them evenly. */
  readonly urls: readonly string[];
}

/** The number of results by kind: `<caller> <status> <problem code>` or `<caller> cut <reason>`. */
export type Tally = Readonly<Record<string, number>>;

/**
 * Callers that call again when they get a reply. A message with a list of URLs redirects them, the message
 * `stop` disconnects them; the reply to each is the tally so far.
 */
const settings = JSON.parse(process.argv[2] ?? '{}') as LoadSettings;
const http = new HttpSender();
const tally = new Map<string, number>();
let { urls } = settings;
let stopped = false;

function count(kind: string): void {
  if (!stopped) tally.set(kind, (tally.get(kind) ?? 0) + 1);
}

/** The longest pause after a refusal. */
const MAX_PAUSE_MS = 1_000;
const PAUSE_AFTER_CUT_MS = 50;
/** All callers start within this time. */
const RAMP_UP_MS = 1_000;

async function callOnce(caller: Caller, url: string, serial: string): Promise<number> {
  const { status, body } = await http.send(url, callOf(caller, serial));
  if (status === 200) {
    count(`${caller.name} 200`);
    return 0;
  }
  const problem = JSON.parse(body) as { readonly code: string; readonly retryAfterMs?: number };
  count(`${caller.name} ${status} ${problem.code}`);
  return Math.min(problem.retryAfterMs ?? MAX_PAUSE_MS, MAX_PAUSE_MS);
}

async function keepCalling(caller: Caller, index: number): Promise<void> {
  await sleep((caller.fromMs ?? 0) + Math.random() * RAMP_UP_MS);
  for (let call = 0; !stopped; call += 1) {
    const url = urls[index % urls.length] ?? '';
    const pauseMs = await callOnce(caller, url, `${index}-${call}`).catch((error: unknown) => {
      count(`${caller.name} cut ${String((error as NodeJS.ErrnoException).code)}`);
      return PAUSE_AFTER_CUT_MS;
    });
    if (pauseMs > 0) await sleep(pauseMs);
  }
}

function report(): void {
  process.send?.(Object.fromEntries(tally));
}

process.on('message', (message) => {
  if (Array.isArray(message)) urls = message as string[];
  if (message === 'stop') {
    stopped = true;
    http.close();
  }
  report();
});
process.on('disconnect', () => process.exit());

let index = 0;
for (const caller of settings.callers)
  for (let one = 0; one < caller.atOnce; one += 1) void keepCalling(caller, index++);
report();
