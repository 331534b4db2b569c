import { isIP } from 'node:net';

/**
 * What one stranger has at hand: an IPv4 address, or the /64 of an IPv6 address, as text; `unknown` for
 * what is no address (anybody can write `X-Forwarded-For`).
 */
export function networkOf(address: string | undefined): string {
  const [bare = ''] = (address ?? '').split('%'); // a zone is local to the machine
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1] ?? bare;
  if (isIP(mapped) === 4) return mapped;
  if (isIP(mapped) !== 6) return 'unknown';
  const [head = [], tail = []] = mapped.split('::').map((part) => part.split(':'));
  const zeros = mapped.includes('::') ? new Array<string>(8 - head.length - tail.length) : [];
  const groups = [...head, ...zeros.fill('0'), ...tail].slice(0, 4);
  return groups.map((group) => parseInt(group || '0', 16).toString(16)).join(':');
}
