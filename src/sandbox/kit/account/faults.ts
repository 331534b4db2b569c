import { isObject } from '../json';
import type { Segments } from '../router';
import { matchTemplate, splitPath } from '../router';
import type { Rules } from './field-rules';
import { ControlRefusal, fraction, oneOf, readFields, text, wholeNumber } from './field-rules';
import type { SandboxVendor } from '../vendor';

/**
 * What goes wrong, and whether a write has been applied by then:
 * `throttle` the vendor's 429 (no) · `status` a failure with this HTTP status (no) · `reset` connection
 * cut (no) · `reset-after` connection cut (yes) · `stall` never answered (no) · `truncate` connection cut
 * in the middle of the reply (yes) · `not-json` 200 with an HTML page (no) · `code-in-200` 200 with a
 * failure in its body (no).
 */
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
  /** `*`, or a route's template or path, with or without a method before it. */
  readonly route: string;
  readonly kind: FaultKind;
  /** HTTP status whose failure is answered; for `code-in-200`, whose body is. */
  readonly status?: number;
  /** The vendor's error code, where the HTTP status leaves a choice. */
  readonly code?: number;
  /** Calls it happens to; absent: all. */
  readonly times?: number;
  /** Probability that it happens to a call; absent: 1. */
  readonly rate?: number;
}

const RULES: Rules<Fault> = {
  route: text,
  kind: oneOf(FAULT_KINDS),
  status: wholeNumber(400, 599),
  code: wholeNumber(1),
  times: wholeNumber(1),
  rate: fraction,
};
const WITH_STATUS: readonly FaultKind[] = ['status', 'code-in-200'];

interface RoutePattern {
  readonly method?: string;
  readonly template: string;
}

function patternOf(route: string): RoutePattern {
  const [method = '', path] = route.split(' ');
  return path === undefined ? { template: route } : { method, template: path };
}

/** The faults in force; the first that fits a call happens to it. */
export class Faults {
  private armed: { readonly fault: Fault; left: number }[] = [];

  replace(faults: readonly Fault[]): void {
    this.armed = faults.map((fault) => ({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }));
  }

  /** Those that can still happen, with the times that are left. */
  list(): readonly Fault[] {
    return this.armed
      .filter(({ left }) => left > 0)
      .map(({ fault, left }) => (Number.isFinite(left) ? { ...fault, times: left } : fault));
  }

  /** The fault that happens to this call, which uses up one of its times. */
  take(method: string, segments: Segments): Fault | undefined {
    const hit = this.armed.find(
      ({ fault, left }) =>
        left > 0 && fits(fault.route, method, segments) && Math.random() < (fault.rate ?? 1),
    );
    if (hit === undefined) return undefined;
    hit.left -= 1;
    return hit.fault;
  }
}

function fits(route: string, method: string, segments: Segments): boolean {
  const pattern = patternOf(route);
  if (pattern.method !== undefined && pattern.method !== method) return false;
  return pattern.template === '*' || matchTemplate(pattern.template, segments) !== undefined;
}

/**
 * A list of faults from a control body.
 * @throws ControlRefusal naming every field that is wrong
 */
export function readFaults(vendor: SandboxVendor, body: unknown): readonly Fault[] {
  if (!Array.isArray(body)) throw new ControlRefusal(['body: not a JSON array of faults']);
  const errors: string[] = [];
  const faults = body.map((item: unknown, index) => readFault(vendor, item, `${index}`, errors));
  if (errors.length > 0) throw new ControlRefusal(errors);
  return faults;
}

function readFault(vendor: SandboxVendor, item: unknown, at: string, errors: string[]): Fault {
  const read = readFields<Fault>(item, RULES, at, errors);
  const { route = '', kind = 'status', status, code } = read;
  if (isObject(item) && !('kind' in item)) errors.push(`${at}.kind: missing`);
  if (isObject(item) && !('route' in item)) errors.push(`${at}.route: missing`);
  if (typeof route === 'string' && route !== '' && !isServed(vendor, route)) {
    errors.push(`${at}.route: ${route} is not a route of ${vendor.name}`);
  }
  for (const [field, value] of Object.entries({ status, code })) {
    if (value !== undefined && !WITH_STATUS.includes(kind)) {
      errors.push(`${at}.${field}: only with kind ${WITH_STATUS.join(' or ')}`);
    }
  }
  return { ...read, route, kind };
}

function isServed(vendor: SandboxVendor, route: string): boolean {
  const { method, template } = patternOf(route);
  const segments = splitPath(template) ?? [];
  return vendor.routes.some(
    (served) =>
      (method === undefined || method === served.method) &&
      (template === '*' || matchTemplate(served.path, segments) !== undefined),
  );
}
