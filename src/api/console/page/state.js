import { count, duration } from './words.js';

/** How a connection stands, in one word for the eye and some for the reader: the worst counts. */
export function stateOf(timeline) {
  const { hosts, fleet } = timeline.last;
  const quotas = timeline.about.quotas.map(({ name }) => timeline.quota(name));
  const coolingMs = Math.max(0, ...quotas.map(({ coolingDownMs }) => coolingDownMs));
  const waiting = total(quotas, 'waiting');
  const isCut = hosts.every(({ circuit }) => circuit === 'open');
  if (isCut) return { state: 'bad', text: 'the vendor fails, circuit open' };
  if (coolingMs > 0) return { state: 'bad', text: `cooling down, ${duration(coolingMs)} left` };
  if (fleet.mode === 'fallback') return { state: 'bad', text: 'cut off from Redis' };
  if (waiting > 0) return { state: 'queue', text: `${count(waiting)} waiting` };
  const calls = timeline.last.calls?.count ?? 0;
  if (calls > 0)
    return {
      state: 'busy',
      text: `${count(calls)} vendor ${calls === 1 ? 'call' : 'calls'} a second`,
    };
  const isInUse = total(quotas, 'inUse') + total(quotas, 'resting') > 0;
  return isInUse ? { state: 'busy', text: 'tokens in use' } : { state: 'idle', text: 'idle' };
}

const total = (quotas, field) => quotas.reduce((sum, quota) => sum + quota[field], 0);
