import { readMetric } from './read-metric';
import type { ChaosFleet } from './chaos-fleet';

/** The audit log names all keys of a refused write. These writes log ten times the 4 MB that a replica buffers. */
const WRITES = 300;
const KEYS_PER_WRITE = 1_000;
const KEY = 'k'.repeat(120);
const CONCURRENT_WRITES = 4;
/** Node 24 lets its heap grow further than Node 20 before it collects. */
const MAX_GROWTH_BYTES = 220e6;

const TARGET = '/v1/connections/nexconn/channels/group/group-001/messages/MSG-GROUP-1/metadata';

/**
 * Checks replicas 1 and 2, whose log output is blocked: they keep answering, bound their memory, and
 * count the lost lines.
 */
export async function floodLogs({ replicas, headers }: ChaosFleet): Promise<string[]> {
  const found: string[] = [];
  const entries = Array.from({ length: KEYS_PER_WRITE }, (_, index) => ({
    key: `${KEY}${index}`,
    value: 'v',
  }));
  const body = JSON.stringify({ entries });
  for (const replica of replicas.slice(1)) {
    const { url } = replica;
    const before = await readMetric(url, 'process_resident_memory_bytes');
    let left = WRITES;
    const writer = async (): Promise<void> => {
      while (left-- > 0) {
        const answer = await fetch(`${url}${TARGET}`, { method: 'PATCH', headers, body });
        if (answer.status !== 422) found.push(`${url} answered ${answer.status}`);
        await answer.arrayBuffer();
      }
    };
    await Promise.all(Array.from({ length: CONCURRENT_WRITES }, writer));
    const growth = (await readMetric(url, 'process_resident_memory_bytes')) - before;
    if (!(growth < MAX_GROWTH_BYTES)) found.push(`${url} grew by ${growth} bytes`);
    if (!((await readMetric(url, 'gateway_log_lines_lost_total')) > 0))
      found.push(`${url} counted no lost log lines`);
    if (!replica.isAlive()) found.push(`${url} exited`);
  }
  return found;
}
