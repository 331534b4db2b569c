import { isRecord, type JsonObject } from '../core/json';
import type { Provider } from '../core/provider';
import type { Quota } from '../core/quota';
import { childPointer, readFields, validateShape } from '../validation';
import { buildVendorRoutes } from './build-vendor-routes';
import type { Faults } from './faults';
import { checkBaseUrls } from './check-base-urls';
import { checkTexts } from './check-texts';
import { ConnectionSection, QuotaSection } from './sections/connection';
import { Secret } from './secret';
import type { ConnectionSettings } from './settings';

/** Names are parts of URLs, metric labels and Redis keys. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** @returns by name, the connections without faults */
export function buildConnections(
  sections: JsonObject,
  providers: readonly Provider[],
  faults: Faults,
): ReadonlyMap<string, ConnectionSettings> {
  const connections = new Map<string, ConnectionSettings>();
  for (const [name, section] of Object.entries(sections)) {
    const at = childPointer('/connections', name);
    if (!NAME.test(name))
      faults.add(at, 'must have a name of 1 to 64 letters, digits, ".", "_" and "-"');
    const connection = buildConnection(name, section, providers, at, faults);
    if (connection !== undefined) connections.set(name, connection);
  }
  return connections;
}

function buildConnection(
  name: string,
  fields: unknown,
  providers: readonly Provider[],
  at: string,
  faults: Faults,
): ConnectionSettings | undefined {
  if (!isRecord(fields)) {
    faults.add(at, 'must be an object');
    return undefined;
  }
  const { common, vendor } = splitFields(fields);
  const section = faults.valueOf(validateShape(ConnectionSection, common, at));
  const provider = providers.find((one) => one.name === common.provider);
  if (!provider) {
    faults.add(`${at}/provider`, `must be one of ${providers.map((one) => one.name).join(', ')}`);
    return undefined;
  }
  const vendorSettings = faults.valueOf(validateShape(provider.settings, vendor, at));
  checkTexts(vendor, at, faults);
  if (section) checkBaseUrls(section, provider, vendorSettings, providers, at, faults);
  if (section && section.timeouts.totalMs < section.timeouts.connectMs)
    faults.add(`${at}/timeouts/totalMs`, 'must be at least timeouts.connectMs');
  // with faulty vendor settings, default ones: the quotas have the same names and can still be checked
  const adapter = provider.createAdapter(vendorSettings ?? new provider.settings());
  const quotas = buildQuotas(common.quotas ?? {}, adapter.quotas, `${at}/quotas`, faults);
  const vendorRoutes = buildVendorRoutes(
    section?.vendorRoutes ?? [],
    quotas,
    `${at}/vendorRoutes`,
    faults,
  );
  if (!section || !vendorSettings) return undefined;
  const { baseUrls, timeouts, defaultActorId, mode, sendTraceparent, allowInsecure } = section;
  return {
    name,
    source: new Secret(JSON.stringify(fields)),
    provider,
    adapter,
    quotas,
    baseUrls,
    timeouts,
    mode,
    allowInsecure,
    vendorRoutes,
    sendTraceparent,
    ...(defaultActorId !== undefined && { defaultActorId }),
  };
}

/** Separates the fields that all connections have from those of the provider's own settings. */
function splitFields(fields: JsonObject): { common: JsonObject; vendor: JsonObject } {
  const commonNames = readFields(ConnectionSection);
  const pairs = Object.entries(fields);
  return {
    common: Object.fromEntries(pairs.filter(([name]) => commonNames.has(name))),
    vendor: Object.fromEntries(pairs.filter(([name]) => !commonNames.has(name))),
  };
}

/** Applies the connection's overrides, by quota name, to the vendor's quotas. */
function buildQuotas(
  overrides: unknown,
  quotas: readonly Quota[],
  at: string,
  faults: Faults,
): (Quota & { readonly reserve: number })[] {
  const overridesByName = new Map(Object.entries(isRecord(overrides) ? overrides : {}));
  const names = quotas.map((quota) => quota.name);
  for (const name of overridesByName.keys())
    if (!names.includes(name))
      faults.add(childPointer(at, name), `is not a quota of the vendor: ${names.join(', ')}`);
  return quotas.map((quota) => {
    const quotaAt = childPointer(at, quota.name);
    const section = validateShape(QuotaSection, overridesByName.get(quota.name) ?? {}, quotaAt);
    const override = faults.valueOf(section) ?? new QuotaSection();
    const { limit = quota.limit, windowMs = quota.windowMs, reserve } = override;
    if (reserve >= limit)
      faults.add(childPointer(quotaAt, 'reserve'), `must be below the limit of ${limit}`);
    return { ...quota, limit, windowMs, reserve };
  });
}
