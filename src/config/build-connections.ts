import { isRecord, type JsonObject } from '../core/json';
import type { Adapter, Provider } from '../core/provider';
import type { Quota } from '../core/quota';
import { childPointer, readFields, validateShape, type Part } from '../validation';
import { buildVendorRoutes } from './build-vendor-routes';
import type { Faults } from './faults';
import { checkBaseUrls } from './check-base-urls';
import { checkTexts } from './check-texts';
import { ConnectionSection, QuotaSection, type TimeoutsSection } from './sections/connection';
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
  const { part, whole } = faults.sectionOf(validateShape(ConnectionSection, common, at));
  const provider = providers.find((one) => one.name === common.provider);
  if (!provider)
    faults.add(`${at}/provider`, `must be one of ${providers.map((one) => one.name).join(', ')}`);
  const settings = provider && faults.sectionOf(validateShape(provider.settings, vendor, at));
  checkTexts(settings?.part ?? vendor, at, faults);
  // a text that refers to an unset variable is faulty too, though its shape is right
  const validSettings = Object.fromEntries(
    Object.entries(settings?.part ?? {}).filter(
      ([name, value]) => value !== undefined && !faults.has(childPointer(at, name)),
    ),
  );
  checkBaseUrls(part, provider, validSettings, providers, at, faults);
  checkTimeouts(part.timeouts ?? {}, `${at}/timeouts`, faults);
  const adapter = provider && createAdapter(provider, validSettings);
  const quotas =
    adapter && buildQuotas(common.quotas ?? {}, adapter.quotas, `${at}/quotas`, faults);
  const vendorRoutes = buildVendorRoutes(
    part.vendorRoutes ?? [],
    quotas,
    `${at}/vendorRoutes`,
    faults,
  );
  if (!whole || !settings?.whole || !adapter || !quotas) return undefined;
  const { baseUrls, timeouts, defaultActorId, mode, sendTraceparent, allowInsecure } = whole;
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

function checkTimeouts(
  // a faulty field is within every bound
  { totalMs = Infinity, connectMs = 0 }: Part<TimeoutsSection>,
  at: string,
  faults: Faults,
): void {
  if (totalMs < connectMs) faults.add(`${at}/totalMs`, 'must be at least timeouts.connectMs');
}

/**
 * @param settings those without faults; the defaults stand for the others
 * @returns the adapter; the limits of its quotas are infinite if a faulty setting may decide them, such as a plan
 */
function createAdapter(provider: Provider, settings: object): Adapter {
  const adapter = provider.createAdapter(Object.assign(new provider.settings(), settings));
  if (Object.keys(new provider.settings()).every((name) => name in settings)) return adapter;
  return { ...adapter, quotas: adapter.quotas.map((quota) => ({ ...quota, limit: Infinity })) };
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

/** Applies the connection's overrides, by quota name, to the vendor's quotas. A faulty limit is infinite. */
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
    const override = validateShape(QuotaSection, overridesByName.get(quota.name) ?? {}, quotaAt);
    const { part } = faults.sectionOf(override);
    const isFaulty = [at, quotaAt, `${quotaAt}/limit`].some((one) => faults.has(one));
    const limit = isFaulty ? Infinity : (part.limit ?? quota.limit);
    const { windowMs = quota.windowMs, reserve = 0 } = part;
    if (reserve >= limit)
      faults.add(childPointer(quotaAt, 'reserve'), `must be below the limit of ${limit}`);
    return { ...quota, limit, windowMs, reserve };
  });
}
