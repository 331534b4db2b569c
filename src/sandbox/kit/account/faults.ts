import { isObject } from '../json';
import type { Segments } from '../router';
import { matchTemplate, splitPath } from '../router';
import type { FieldRules } from './field-rules';
import {
  InvalidControlBody,
  fractionRule,
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
  /** HTTP status of the failure; for `code-in-200` it selects the body only. */
  readonly status?: number;
  /** The vendor's error code; default: the one that fits the status best. */
  readonly code?: number;
  /** Number of calls that the fault affects; default: all. */
  readonly times?: number;
  /** Probability that the fault affects a matching call; default: 1. */
  readonly rate?: number;
}

const RULES: FieldRules<Fault> = {
  route: stringRule,
  kind: oneOfRule(FAULT_KINDS),
  status: wholeNumberRule(400, 599),
  code: wholeNumberRule(1),
  times: wholeNumberRule(1),
  rate: fractionRule,
};
const WITH_STATUS: readonly FaultKind[] = ['status', 'code-in-200'];

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
  private active: { readonly fault: Fault; callsLeft: number }[] = [];

  replace(faults: readonly Fault[]): void {
    this.active = faults.map((fault) => ({
      fault,
      callsLeft: fault.times ?? Number.POSITIVE_INFINITY,
    }));
  }

  /** The faults that can still occur; `times` is the number of calls left. */
  list(): readonly Fault[] {
    return this.active
      .filter(({ callsLeft }) => callsLeft > 0)
      .map(({ fault, callsLeft }) =>
        Number.isFinite(callsLeft) ? { ...fault, times: callsLeft } : fault,
      );
  }

  /** The fault that affects this call, if any. Counts down its `times`. */
  take(method: string, segments: Segments): Fault | undefined {
    const hit = this.active.find(
      ({ fault, callsLeft }) =>
        callsLeft > 0 &&
        matchesCall(fault.route, method, segments) &&
        Math.random() < (fault.rate ?? 1),
    );
    if (hit === undefined) return undefined;
    hit.callsLeft -= 1;
    return hit.fault;
  }
}

function matchesCall(route: string, method: string, segments: Segments): boolean {
  const pattern = parsePattern(route);
  if (pattern.method !== undefined && pattern.method !== method) return false;
  return pattern.template === '*' || matchTemplate(pattern.template, segments) !== undefined;
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
  const { route = '', kind = 'status', status, code } = fields;
  if (isObject(item) && !('kind' in item)) errors.push(`${at}.kind: missing`);
  if (isObject(item) && !('route' in item)) errors.push(`${at}.route: missing`);
  if (typeof route === 'string' && route !== '' && !isServedRoute(vendor, route)) {
    errors.push(`${at}.route: ${route} is not a route of ${vendor.name}`);
  }
  for (const [field, value] of Object.entries({ status, code })) {
    if (value !== undefined && !WITH_STATUS.includes(kind)) {
      errors.push(`${at}.${field}: only with kind ${WITH_STATUS.join(' or ')}`);
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
