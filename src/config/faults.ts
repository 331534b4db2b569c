import type { FieldError } from '../core/gateway-error';
import type { Part, Validated } from '../validation';

/** The configuration has faults. The message lists all of them, without any value. */
export class ConfigError extends Error {
  /** @param faults a line for each fault: its place and the broken rule */
  constructor(readonly faults: readonly string[]) {
    super(['The configuration cannot be used:', ...faults.map((fault) => `  ${fault}`)].join('\n'));
    this.name = 'ConfigError';
  }
}

/** The part of an unexpected error that may be shown: its message may repeat a secret of the configuration. */
export const errorName = (error: unknown): string =>
  error instanceof Error ? error.name : typeof error;

/** A section of the file after its validation. */
export interface Section<T> {
  /** The fields without faults, for checks that go beyond one field: other faults then hide none of theirs. */
  readonly part: Part<T>;
  /** Undefined if a field is faulty. */
  readonly whole: T | undefined;
}

/** Collects faults. Of several faults in one place only the first is kept: the others follow from it. */
export class Faults {
  readonly #reasons = new Map<string, string>();

  /** @param pointer RFC 6901; empty for the file itself */
  add(pointer: string, reason: string): void {
    if (!this.#reasons.has(pointer)) this.#reasons.set(pointer, reason);
  }

  addAll(faults: readonly FieldError[]): void {
    for (const { pointer, reason } of faults) this.add(pointer, reason);
  }

  /** @returns the validated value, or undefined after adding its faults */
  valueOf<T>(result: Validated<T>): T | undefined {
    if ('value' in result) return result.value;
    this.addAll(result.faults);
    return undefined;
  }

  /** Adds the faults of a validated section. */
  sectionOf<T>(result: Validated<T>): Section<T> {
    const whole = this.valueOf(result);
    return { whole, part: 'value' in result ? (result.value as Part<T>) : result.part };
  }

  has(pointer: string): boolean {
    return this.#reasons.has(pointer);
  }

  get isEmpty(): boolean {
    return this.#reasons.size === 0;
  }

  /**
   * A line for each fault, such as `connections.main.baseUrls[0]: must be …`.
   * @param rootName stands for the file itself
   */
  lines(rootName: string): string[] {
    return [...this.#reasons].map(
      ([pointer, reason]) => `${pointer === '' ? rootName : formatPath(pointer)}: ${reason}`,
    );
  }
}

/** `/connections/main/baseUrls/0` → `connections.main.baseUrls[0]`. */
export function formatPath(pointer: string): string {
  const steps = pointer.slice(1).split('/');
  const names = steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return names
    .map((name) => (/^\d+$/.test(name) ? `[${name}]` : `.${name}`))
    .join('')
    .slice(1);
}
