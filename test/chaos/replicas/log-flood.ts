import { metricOf } from './metric';
import type { ChaosStage } from './stage';

/** The audit names the keys of a write that is refused: so many lines are ten times what is kept. */
const WRITES = 300;
const AT_ONCE = 4;
const KEYS = 1_000;
const KEY = 'k'.repeat(120);
/** Bytes that a replica may have grown by; of its log it keeps 4 MB. */
const MOST_GROWTH = 150e6;

const PLACE = '/v1/connections/nexconn/channels/group/group-001/messages/MSG-GROUP-1/metadata';

/** Replicas whose log goes nowhere go on, hold no more of it than they say, and count what they lose. */
export async function floodOfLines({ replicas, headers }: ChaosStage): Promise<string[]> {
  const found: string[] = [];
  const entries = Array.from({ length: KEYS }, (_, index) => ({
    key: `${KEY}${index}`,
    value: 'v',
  }));
  const body = JSON.stringify({ entries });
  for (const replica of replicas.slice(1)) {
    const { url } = replica;
    const before = await metricOf(url, 'process_resident_memory_bytes');
    let left = WRITES;
    const writer = async (): Promise<void> => {
      while (left-- > 0) {
        const answer = await fetch(`${url}${PLACE}`, { method: 'PATCH', headers, body });
        if (answer.status !== 422) found.push(`${url} answered ${answer.status}`);
        await answer.arrayBuffer();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, writer));
    const growth = (await metricOf(url, 'process_resident_memory_bytes')) - before;
    if (!(growth < MOST_GROWTH)) found.push(`${url} has grown by ${growth} bytes`);
    if (!((await metricOf(url, 'gateway_log_lines_lost_total')) > 0))
      found.push(`${url} says that it lost nothing of its log`);
    if (!replica.isAlive()) found.push(`${url} has ended`);
  }
  return found;
}
