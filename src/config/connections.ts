import type { Provider } from '../core/provider';
import { childPointer, fieldsOf, isRecord, validateShape } from '../validation';
import type { Faults } from './faults';
import { quotasOf } from './quotas';
import { ConnectionSection } from './sections/connection';
import type { ConnectionSettings } from './settings';

/** A name goes into URLs, metrics and Redis keys as it is. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Every account that could be understood, by name; of the others the faults. */
export function connectionsOf(
  plain: Readonly<Record<string, unknown>>,
  providers: readonly Provider[],
  faults: Faults,
): ReadonlyMap<string, ConnectionSettings> {
  const connections = Object.entries(plain).map(([name, account]) => {
    const at = childPointer('/connections', name);
    if (!NAME.test(name))
      faults.add(at, 'must have a name of 1 to 64 letters, digits, ".", "_" and "-"');
    return connectionOf(name, account, providers, at, faults);
  });
  return new Map(connections.filter((one) => one !== undefined).map((one) => [one.name, one]));
}

function connectionOf(
  name: string,
  account: unknown,
  providers: readonly Provider[],
  at: string,
  faults: Faults,
): ConnectionSettings | undefined {
  if (!isRecord(account)) {
    faults.add(at, 'must be an object');
    return undefined;
  }
  const { general, own } = split(account);
  const section = faults.take(validateShape(ConnectionSection, general, at));
  const provider = providers.find((one) => one.name === general.provider);
  if (!provider) {
    faults.add(`${at}/provider`, `must be one of ${providers.map((one) => one.name).join(', ')}`);
    return undefined;
  }
  const vendor = faults.take(validateShape(provider.settings, own, at));
  if (section && section.timeouts.totalMs < section.timeouts.connectMs)
    faults.add(`${at}/timeouts/totalMs`, 'must not be below connectMs');
  // a fault in the vendor's own settings must not hide one in the quotas: their names are the same
  const adapter = provider.createAdapter(vendor ?? new provider.settings());
  const quotas = quotasOf(general.quotas ?? {}, adapter.quotas, `${at}/quotas`, faults);
  if (!section || !vendor) return undefined;
  const { baseUrls, timeouts, defaultActorId, sendTraceparent } = section;
  return {
    ...{ name, provider, adapter, quotas, baseUrls, timeouts, sendTraceparent },
    ...(defaultActorId !== undefined && { defaultActorId }),
  };
}

interface Account {
  readonly general: Readonly<Record<string, unknown>>;
  readonly own: Readonly<Record<string, unknown>>;
}

/** What every account has, and what is for the vendor to judge. */
function split(account: Account['own']): Account {
  const known = fieldsOf(ConnectionSection);
  const fields = Object.entries(account);
  return {
    general: Object.fromEntries(fields.filter(([name]) => known.has(name))),
    own: Object.fromEntries(fields.filter(([name]) => !known.has(name))),
  };
}
