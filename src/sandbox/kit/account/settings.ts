import { isObject } from '../json';
import type { FieldRule } from './field-rules';
import {
  booleanRule,
  InvalidControlBody,
  oneOfRule,
  rangeMsRule,
  checkFields,
  wholeNumberRule,
} from './field-rules';
import type { QuotaRule, SandboxVendor } from '../vendor';
import type { WindowKind } from '../quotas/windows';
import { WINDOW_KINDS } from '../quotas/windows';

/** The behaviour of a sandbox. `quotas` holds only the differences from the documented quotas. */
export interface Settings {
  readonly quotas: Readonly<Record<string, Partial<QuotaRule>>>;
  readonly window: WindowKind;
  /** Whether calls refused with 429 count towards the quota. */
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

/** The documented quotas of the plan, with the overrides of the settings applied. */
export function quotaRules(
  vendor: SandboxVendor,
  settings: Settings,
): Readonly<Record<string, QuotaRule>> {
  const documented = Object.entries(vendor.quotas(settings.plan));
  return Object.fromEntries(
    documented.map(([name, rule]) => [name, { ...rule, ...settings.quotas[name] }]),
  );
}

/** A change as sent; `quotas` and `unknowns` are checked name by name later. */
interface Change extends Omit<Settings, 'quotas'> {
  readonly quotas: Readonly<Record<string, unknown>>;
}

const objectRule: FieldRule<Readonly<Record<string, unknown>>> = {
  expected: 'a JSON object',
  accepts: isObject,
};

/**
 * Merges a change into the settings: quota by quota and field by field, unknown by unknown.
 * @throws ControlRefusal that names every wrong field
 */
export function mergeSettings(vendor: SandboxVendor, current: Settings, change: unknown): Settings {
  const errors: string[] = [];
  const { quotas, unknowns, ...plain } = checkFields<Change>(
    change,
    {
      quotas: objectRule,
      window: oneOfRule(WINDOW_KINDS),
      countRefused: booleanRule,
      latencyMs: rangeMsRule,
      plan: oneOfRule(vendor.plans),
      unknowns: objectRule,
    },
    '',
    errors,
  );
  const known = vendor.quotas(current.plan);
  const overrides = Object.entries(isObject(quotas) ? quotas : {}).map(([name, rule]) => {
    if (!Object.hasOwn(known, name)) {
      errors.push(`quotas.${name}: unknown; known are ${Object.keys(known).join(', ')}`);
    }
    const fields = { limit: wholeNumberRule(1), windowMs: wholeNumberRule(1) };
    const checked = checkFields<Omit<QuotaRule, 'per'>>(rule, fields, `quotas.${name}`, errors);
    return [name, { ...current.quotas[name], ...checked }] as const;
  });
  checkUnknowns(vendor, isObject(unknowns) ? unknowns : {}, errors);
  if (errors.length > 0) throw new InvalidControlBody(errors);
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
    } else if (!hasSameShape(value, defaults.get(name))) {
      errors.push(`unknowns.${name}: not like ${JSON.stringify(defaults.get(name))}`);
    }
  }
}

/** Whether two values have the same JSON type; objects must have the same fields of the same types. */
function hasSameShape(value: unknown, example: unknown): boolean {
  if (typeof example === 'number') return typeof value === 'number' && value >= 0;
  if (!isObject(example)) return typeof value === typeof example && value !== null;
  if (!isObject(value) || Object.keys(value).length !== Object.keys(example).length) return false;
  return Object.entries(example).every(
    ([field, part]) => Object.hasOwn(value, field) && hasSameShape(value[field], part),
  );
}
