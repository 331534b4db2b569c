import type { FieldError } from '../core/gateway-error';
import type { Validated } from '../validation';

/** Collects what is wrong; the first thing said of a place is the cause, later ones follow from it. */
export class Faults {
  readonly #reasons = new Map<string, string>();

  add(pointer: string, reason: string): void {
    if (!this.#reasons.has(pointer)) this.#reasons.set(pointer, reason);
  }

  addAll(faults: readonly FieldError[]): void {
    for (const { pointer, reason } of faults) this.add(pointer, reason);
  }

  /** The value, where there is one; else its faults are kept. */
  take<T>(result: Validated<T>): T | undefined {
    if ('value' in result) return result.value;
    this.addAll(result.faults);
    return undefined;
  }

  get none(): boolean {
    return this.#reasons.size === 0;
  }

  /** One line each, `connections.main.baseUrls[0]: must be …`; the root goes by `rootName`. */
  lines(rootName: string): string[] {
    return [...this.#reasons].map(
      ([pointer, reason]) => `${pointer === '' ? rootName : pathOf(pointer)}: ${reason}`,
    );
  }
}

function pathOf(pointer: string): string {
  const steps = pointer.slice(1).split('/');
  const names = steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return names
    .map((name) => (/^\d+$/.test(name) ? `[${name}]` : `.${name}`))
    .join('')
    .slice(1);
}
