import { count, duration } from '../shared/format.js';
import { usedTokens } from './timeline.js';

/** The meaning of the modes for maintenance. */
const MODES = { 'read-only': 'writes are refused', off: 'all calls are refused' };

/**
 * The status of a connection as one word for the style sheet and a text; of several conditions the worst.
 * @returns {{status: 'bad' | 'queue' | 'busy' | 'idle', text: string}}
 */
export function connectionStatus(timeline) {
  const { hosts, fleet, calls, mode } = timeline.last;
  const quotas = timeline.description.quotas.map(({ name }) => timeline.quota(name));
  if (mode !== undefined) return { status: 'bad', text: `maintenance: ${MODES[mode]}` };
  if (hosts.every(({ circuit }) => circuit === 'open'))
    return { status: 'bad', text: 'circuit open: vendor calls fail' };
  const cooldownMs = Math.max(0, ...quotas.map(({ coolingDownMs }) => coolingDownMs));
  if (cooldownMs > 0) return { status: 'bad', text: `cooldown, ${duration(cooldownMs)} left` };
  if (fleet.mode === 'fallback') return { status: 'bad', text: 'fallback, Redis unreachable' };
  if (fleet.mode === 'refusing') return { status: 'bad', text: 'refuses calls, Redis unreachable' };
  if (fleet.mode === 'quarantined') return { status: 'bad', text: 'quarantine after lost state' };
  const waiting = sum(quotas.map((quota) => quota.waiting));
  if (waiting > 0) return { status: 'queue', text: `${count(waiting)} waiting` };
  if (calls !== undefined) {
    const noun = calls.count === 1 ? 'vendor call' : 'vendor calls';
    return { status: 'busy', text: `${count(calls.count)} ${noun} per second` };
  }
  return sum(quotas.map(usedTokens)) > 0
    ? { status: 'busy', text: 'tokens in flight or resting' }
    : { status: 'idle', text: 'idle' };
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
