import type { Quota } from '../core/quota';
import { isRoutePath, parseCount, type VendorRoute } from '../core/vendor-route';
import { childPointer, type Part } from '../validation';
import type { Faults } from './faults';
import type { VendorRouteSection } from './sections/connection';

interface LimitedQuota extends Quota {
  readonly reserve: number;
}

/** The rule that the tokens of a draw break. */
const TOKENS = 'must be a whole number from 1, or count(body.field) or count(form.field)';

/** @param quotas those of the vendor with the connection's limits; undefined if they are unknown */
export function buildVendorRoutes(
  sections: readonly (Part<VendorRouteSection> | undefined)[],
  quotas: readonly LimitedQuota[] | undefined,
  at: string,
  faults: Faults,
): readonly VendorRoute[] {
  const known = new Set<string>();
  return sections.flatMap((section, index) => {
    const { method, path, draws = {} } = section ?? {};
    const routeAt = `${at}/${index}`;
    if (path !== undefined && !isRoutePath(path))
      faults.add(
        `${routeAt}/path`,
        'must have segments of letters, digits, ".", "_", "~" and "-", or {name}, each after a "/"',
      );
    const checkedDraws = Object.entries(draws).map(([quota, value]) => {
      const drawAt = childPointer(`${routeAt}/draws`, quota);
      const count = typeof value === 'string' ? parseCount(value) : undefined;
      const tokens = Number.isInteger(value) && Number(value) >= 1 ? Number(value) : count;
      const fault = quotas && faultOf(quota, tokens, quotas);
      if (fault !== undefined) faults.add(drawAt, fault);
      if (tokens === undefined) faults.add(drawAt, TOKENS);
      return { quota, tokens: tokens ?? 1 };
    });
    if (method === undefined || path === undefined) return [];
    const shape = `${method} ${path.replace(/\{[^/]*\}/g, '{}')}`;
    if (known.has(shape)) faults.add(`${routeAt}/path`, 'repeats an earlier route');
    known.add(shape);
    return [{ method, path, draws: checkedDraws }];
  });
}

function faultOf(
  name: string,
  tokens: VendorRoute['draws'][number]['tokens'] | undefined,
  quotas: readonly LimitedQuota[],
): string | undefined {
  const drawable = quotas.filter(({ per }) => per === undefined);
  const quota = quotas.find((one) => one.name === name);
  if (quota?.per === 'channel')
    return 'is a quota per channel, and a route names no channel: draw on the quotas of the account';
  const names = drawable.map((one) => one.name);
  if (quota === undefined) return `is not a quota of the vendor: ${names.join(', ')}`;
  const { limit, reserve } = quota;
  // a reserve that leaves nothing is a fault of its own
  if (typeof tokens !== 'number' || reserve >= limit || tokens <= limit - reserve) return undefined;
  return `must be at most ${limit - reserve}, the limit${reserve > 0 ? ' less the reserve' : ''}, or every call would be refused`;
}
