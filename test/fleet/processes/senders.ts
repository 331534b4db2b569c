import { setTimeout as sleep } from 'node:timers/promises';
import { headersOf, messageTo, SEND_PATH } from './calls';
import { HttpSender } from './send';

/** A service that sends messages to the vendor itself. */
export interface Sender {
  /** Also the API client's name and key. */
  readonly name: string;
  /** `own pace`: it keeps within a reserve by itself, a token for each of its loops. */
  readonly by: 'lease' | 'own pace';
  /** The number of loops. */
  readonly atOnce: number;
  /** The part of the time in which it has something to send, in turns of four seconds. */
  readonly demand: number;
}

export interface SenderSettings {
  readonly sender: Sender;
  readonly account: string;
  readonly vendorUrl: string;
  /** Addresses of the replicas. */
  readonly urls: readonly string[];
  readonly windowMs: number;
  /** The time after which the vendor cannot get a call any more: calls of a killed predecessor too. */
  readonly callMs: number;
}

/** The message with a list of URLs redirects the loops; the reply is the number of messages sent. */
const settings = JSON.parse(process.argv[2] ?? '{}') as SenderSettings;
const { sender, account, vendorUrl, windowMs, callMs } = settings;
const { name, by, atOnce, demand } = sender;
const http = new HttpSender();
let { urls } = settings;
let sent = 0;

const PAUSE_MS = 50;
const TURN_MS = 4_000;
const leases = `/v1/connections/${account}/leases`;

/** Resolves when the vendor has answered. @param timestampMs what the vendor measures the travel from */
async function sendMessage(serial: string, timestampMs: number): Promise<void> {
  const headers = { 'Content-Type': 'application/json', Timestamp: String(timestampMs) };
  const path = `/${account}${SEND_PATH}`;
  await http.send(vendorUrl, { method: 'POST', path, headers, body: messageTo(serial) });
  sent += 1;
}

/** A lease from one replica, which the next one ends. */
async function sendWithLease(serial: string, index: number): Promise<void> {
  const urlOf = (at: number): string => urls[at % urls.length] ?? '';
  const body = JSON.stringify({ draws: [{ quota: 'group-message', tokens: 1 }] });
  const headers = headersOf(name, 10);
  const taken = await http.send(urlOf(index), { method: 'POST', path: leases, headers, body });
  if (taken.status !== 201) {
    await sleep(PAUSE_MS);
    return;
  }
  const { lease, expiresAt } = JSON.parse(taken.body) as Record<'lease' | 'expiresAt', string>;
  const endMs = Date.parse(expiresAt);
  const path = `${leases}/${lease}`;
  if (endMs - Date.now() < callMs / 2) {
    await http.send(urlOf(index), { method: 'DELETE', path: `${path}?outcome=unsent`, headers });
    return;
  }
  await sendMessage(serial, endMs - callMs);
  await http.send(urlOf(index + 1), { method: 'DELETE', path, headers });
}

/** A service that keeps within a reserve lets each token rest for a window after the answer. */
async function sendAtOwnPace(serial: string): Promise<void> {
  await sendMessage(serial, performance.timeOrigin + performance.now());
  await sleep(windowMs);
}

async function keepSending(index: number): Promise<void> {
  if (by === 'own pace') await sleep(windowMs + callMs); // its predecessor's calls have to rest too
  for (let message = 0; ; message += 1) {
    const turn = (Date.now() % TURN_MS) / TURN_MS;
    if (turn >= demand) {
      await sleep((1 - turn) * TURN_MS);
      continue;
    }
    const serial = `${process.pid}-${index}-${message}`;
    const sending = by === 'lease' ? sendWithLease(serial, index) : sendAtOwnPace(serial);
    await sending.catch(() => sleep(PAUSE_MS));
  }
}

process.on('message', (message) => {
  if (Array.isArray(message)) urls = message as string[];
  process.send?.(sent);
});
process.on('disconnect', () => process.exit());

for (let index = 0; index < atOnce; index += 1) void keepSending(index);
process.send?.(sent);
