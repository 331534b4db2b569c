import { isObject } from '../json';
import type { Rule } from './field-rules';
import { boolean, ControlRefusal, oneOf, rangeMs, readFields, wholeNumber } from './field-rules';
import type { QuotaRule, SandboxVendor } from '../vendor';
import type { WindowKind } from '../quotas/windows';
import { WINDOW_KINDS } from '../quotas/windows';

/** How the sandbox behaves; `quotas` holds only what differs from the documentation. */
export interface Settings {
  readonly quotas: Readonly<Record<string, Partial<QuotaRule>>>;
  readonly window: WindowKind;
  readonly countRefused: boolean;
  /** Shortest and longest delay of a reply, in milliseconds. */
  readonly latencyMs: readonly [number, number];
  readonly plan?: string;
  readonly unknowns: Readonly<Record<string, unknown>>;
}

export const initialSettings = (vendor: SandboxVendor): Settings => ({
  quotas: {},
  window: 'sliding',
  countRefused: false,
  latencyMs: [0, 0],
  ...(vendor.defaultPlan === undefined ? {} : { plan: vendor.defaultPlan }),
  unknowns: { ...vendor.unknowns },
});

/** The documented quotas of the plan with the settings' own on top. */
export function quotaRules(
  vendor: SandboxVendor,
  settings: Settings,
): Readonly<Record<string, QuotaRule>> {
  const documented = Object.entries(vendor.quotas(settings.plan));
  return Object.fromEntries(
    documented.map(([name, rule]) => [name, { ...rule, ...settings.quotas[name] }]),
  );
}

/** A change as sent; what is in its tables is checked name by name. */
interface Change extends Omit<Settings, 'quotas'> {
  readonly quotas: Readonly<Record<string, unknown>>;
}

const object: Rule<Readonly<Record<string, unknown>>> = {
  wanted: 'a JSON object',
  accepts: isObject,
};

/**
 * The settings with a change merged in: quota by quota, field by field, unknown by unknown.
 * @throws ControlRefusal naming every field that is wrong
 */
export function mergeSettings(vendor: SandboxVendor, current: Settings, change: unknown): Settings {
  const errors: string[] = [];
  const { quotas, unknowns, ...plain } = readFields<Change>(
    change,
    {
      quotas: object,
      window: oneOf(WINDOW_KINDS),
      countRefused: boolean,
      latencyMs: rangeMs,
      plan: oneOf(vendor.plans),
      unknowns: object,
    },
    '',
    errors,
  );
  const known = vendor.quotas(current.plan);
  const overrides = Object.entries(isObject(quotas) ? quotas : {}).map(([name, rule]) => {
    if (!Object.hasOwn(known, name)) {
      errors.push(`quotas.${name}: unknown; known are ${Object.keys(known).join(', ')}`);
    }
    const fields = { limit: wholeNumber(1), windowMs: wholeNumber(1) };
    const checked = readFields<QuotaRule>(rule, fields, `quotas.${name}`, errors);
    return [name, { ...current.quotas[name], ...checked }] as const;
  });
  checkUnknowns(vendor, isObject(unknowns) ? unknowns : {}, errors);
  if (errors.length > 0) throw new ControlRefusal(errors);
  return {
    ...current,
    ...plain,
    quotas: { ...current.quotas, ...Object.fromEntries(overrides) },
    unknowns: { ...current.unknowns, ...unknowns },
  };
}

function checkUnknowns(
  vendor: SandboxVendor,
  unknowns: Readonly<Record<string, unknown>>,
  errors: string[],
): void {
  const defaults = new Map<string, unknown>(Object.entries(vendor.unknowns));
  const choices = new Map<string, readonly unknown[]>(Object.entries(vendor.choices ?? {}));
  for (const [name, value] of Object.entries(unknowns)) {
    const allowed = choices.get(name);
    if (!defaults.has(name)) {
      errors.push(`unknowns.${name}: unknown; known are ${[...defaults.keys()].join(', ')}`);
    } else if (allowed !== undefined && !allowed.includes(value)) {
      errors.push(`unknowns.${name}: not one of ${allowed.map(String).join(', ')}`);
    } else if (!sameShape(value, defaults.get(name))) {
      errors.push(`unknowns.${name}: not like ${JSON.stringify(defaults.get(name))}`);
    }
  }
}

/** Same JSON type, and for objects the same fields of the same types. */
function sameShape(value: unknown, model: unknown): boolean {
  if (typeof model === 'number') return typeof value === 'number' && value >= 0;
  if (!isObject(model)) return typeof value === typeof model && value !== null;
  if (!isObject(value) || Object.keys(value).length !== Object.keys(model).length) return false;
  return Object.entries(model).every(
    ([field, part]) => Object.hasOwn(value, field) && sameShape(value[field], part),
  );
}
