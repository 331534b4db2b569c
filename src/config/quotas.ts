import type { Quota } from '../core/quota';
import { childPointer, isRecord, validateShape } from '../validation';
import type { Faults } from './faults';
import { QuotaSection } from './sections/connection';

/** The vendor's quotas with an account's overrides by name. */
export function quotasOf(
  overrides: unknown,
  quotas: readonly Quota[],
  at: string,
  faults: Faults,
): (Quota & { readonly reserve: number })[] {
  const byName = new Map(Object.entries(isRecord(overrides) ? overrides : {}));
  const names = quotas.map((quota) => quota.name);
  for (const name of byName.keys())
    if (!names.includes(name))
      faults.add(childPointer(at, name), `is not a quota of this account: ${names.join(', ')}`);
  return quotas.map((quota) => {
    const place = childPointer(at, quota.name);
    const override = faults.take(validateShape(QuotaSection, byName.get(quota.name) ?? {}, place));
    const { limit = quota.limit, windowMs = quota.windowMs, reserve = 0 } = override ?? {};
    if (reserve >= limit)
      faults.add(childPointer(place, 'reserve'), `must be below the limit of ${limit}`);
    return { ...quota, limit, windowMs, reserve };
  });
}
