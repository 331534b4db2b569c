import { isObject } from '../json';
import type { Segments } from '../router';
import { matchTemplate, splitPath } from '../router';
import type { FieldRules } from './field-rules';
import {
  InvalidControlBody,
  fractionRule,
  integerRule,
  oneOfRule,
  checkFields,
  stringRule,
  wholeNumberRule,
} from './field-rules';
import type { SandboxVendor } from '../vendor';

/** README.md has a table of what each kind does, and whether the write is applied. */
export const FAULT_KINDS = [
  'throttle',
  'status',
  'reset',
  'reset-after',
  'stall',
  'truncate',
  'not-json',
  'code-in-200',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  /** `*`, a route's template or a path, optionally after a method and a space. */
  readonly route: string;
  readonly kind: FaultKind;
  /** HTTP status of the reply; for `code-in-200` it selects the body only. */
  readonly status?: number;
  /** The vendor's error code; default: the one that fits the status best. */
  readonly code?: number;
  /** Number of calls that the fault affects; default: all. */
  readonly times?: number;
  /** Probability that the fault affects a matching call; default: 1. */
  readonly rate?: number;
  /** Number of matching calls that pass before the fault; default: 0. */
  readonly skip?: number;
  /** A text that the path, query or body of an affected call contains. */
  readonly contains?: string;
  /** The write is applied this long after the fault. Such a fault affects no reads. */
  readonly appliedAfterMs?: number;
}

/** A vendor call as far as faults depend on it. */
export interface FaultyCall {
  readonly method: string;
  readonly segments: Segments;
  /** Path, query and body. */
  readonly text: () => string;
  readonly isRead: boolean;
}

const RULES: FieldRules<Fault> = {
  route: stringRule,
  kind: oneOfRule(FAULT_KINDS),
  status: wholeNumberRule(300, 599),
  code: integerRule,
  times: wholeNumberRule(1),
  rate: fractionRule,
  skip: wholeNumberRule(0),
  contains: stringRule,
  appliedAfterMs: wholeNumberRule(1, 60_000),
};
/** The kinds that a field belongs to; other fields go with every kind. */
const KINDS_OF_FIELD = {
  status: ['throttle', 'status', 'truncate', 'not-json', 'code-in-200'],
  code: ['status', 'code-in-200'],
  appliedAfterMs: ['reset', 'stall', 'not-json'],
} as const satisfies Partial<Record<keyof Fault, readonly FaultKind[]>>;

interface RoutePattern {
  readonly method?: string;
  readonly template: string;
}

function parsePattern(route: string): RoutePattern {
  const [method = '', path] = route.split(' ');
  return path === undefined ? { template: route } : { method, template: path };
}

/** The active faults. The first that matches a call affects it. */
export class Faults {
  private active: ActiveFault[] = [];

  replace(faults: readonly Fault[]): void {
    this.active = [];
    this.add(faults);
  }

  add(faults: readonly Fault[]): void {
    const added = faults.map((fault) => {
      const { times = Number.POSITIVE_INFINITY, skip = 0 } = fault;
      return { fault, callsLeft: times, skipsLeft: skip };
    });
    this.active = [...this.active.filter(({ callsLeft }) => callsLeft > 0), ...added];
  }

  /** The faults that can still occur; `times` and `skip` are the numbers of calls left. */
  list(): readonly Fault[] {
    return this.active
      .filter(({ callsLeft }) => callsLeft > 0)
      .map(({ fault, callsLeft, skipsLeft }) => ({
        ...fault,
        ...(Number.isFinite(callsLeft) && { times: callsLeft }),
        ...(fault.skip !== undefined && { skip: skipsLeft }),
      }));
  }

  /** The fault that affects this call, if any. Counts down its `times`. */
  take(call: FaultyCall): Fault | undefined {
    const hit = this.active.find(
      ({ fault, callsLeft }) =>
        callsLeft > 0 && matchesCall(fault, call) && Math.random() < (fault.rate ?? 1),
    );
    if (hit === undefined) return undefined;
    if (hit.skipsLeft > 0) {
      hit.skipsLeft -= 1;
      return undefined;
    }
    hit.callsLeft -= 1;
    return hit.fault;
  }
}

interface ActiveFault {
  readonly fault: Fault;
  callsLeft: number;
  skipsLeft: number;
}

function matchesCall({ route, contains, appliedAfterMs }: Fault, call: FaultyCall): boolean {
  const { method, template } = parsePattern(route);
  if (method !== undefined && method !== call.method) return false;
  if (template !== '*' && matchTemplate(template, call.segments) === undefined) return false;
  if (appliedAfterMs !== undefined && call.isRead) return false;
  return contains === undefined || call.text().includes(contains);
}

/**
 * Parses a control body with a list of faults.
 * @throws ControlRefusal that names every wrong field
 */
export function parseFaults(vendor: SandboxVendor, body: unknown): readonly Fault[] {
  if (!Array.isArray(body)) throw new InvalidControlBody(['body: not a JSON array of faults']);
  const errors: string[] = [];
  const faults = body.map((item: unknown, index) => parseFault(vendor, item, `${index}`, errors));
  if (errors.length > 0) throw new InvalidControlBody(errors);
  return faults;
}

function parseFault(vendor: SandboxVendor, item: unknown, at: string, errors: string[]): Fault {
  const fields = checkFields<Fault>(item, RULES, at, errors);
  const { route = '', kind = 'status' } = fields;
  if (isObject(item) && !('kind' in item)) errors.push(`${at}.kind: missing`);
  if (isObject(item) && !('route' in item)) errors.push(`${at}.route: missing`);
  if (typeof route === 'string' && route !== '' && !isServedRoute(vendor, route)) {
    errors.push(`${at}.route: ${route} is not a route of ${vendor.name}`);
  }
  for (const [field, kinds] of Object.entries(KINDS_OF_FIELD)) {
    if (field in fields && !kinds.some((each) => each === kind)) {
      errors.push(`${at}.${field}: only with kind ${kinds.join(' or ')}`);
    }
  }
  return { ...fields, route, kind };
}

function isServedRoute(vendor: SandboxVendor, route: string): boolean {
  const { method, template } = parsePattern(route);
  const segments = splitPath(template) ?? [];
  return vendor.routes.some(
    (served) =>
      (method === undefined || method === served.method) &&
      (template === '*' || matchTemplate(served.path, segments) !== undefined),
  );
}
