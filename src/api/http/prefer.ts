/** The preferences in `Prefer` (RFC 7240) that the gateway knows; it ignores all others, as the RFC says. */
export interface Preferences {
  /** Milliseconds that the caller will wait for quota. */
  readonly waitMs?: number;
  /** `handling=strict`: at most one vendor write. */
  readonly strict: boolean;
  /** `dry-run`: show the vendor request instead of sending it. */
  readonly dryRun: boolean;
}

const NONE: Preferences = { strict: false, dryRun: false };

/**
 * Preferences are separated by commas. A comma may be part of a quoted value; one without an end goes to the end of
 * the header, which keeps the search from beginning again at each of its quotes.
 */
const MEMBER = /(?:"(?:[^"\\]|\\.)*\\?(?:"|$)|[^,"])+/g;

/** A name, and a value with or without quotes. Parameters, which follow after `;`, are ignored. */
const PREFERENCE = /^\s*([^\s=;"]+)\s*(?:=\s*"?([^\s;"]*))?/;

/** The longest time of a Node.js timer, 24 days: a timer for a longer time ends at once. */
const MAX_WAIT_SECONDS = 2_147_483;

/** Of a preference that is given more than once the first counts (RFC 7240 §2). */
export function parsePreferences(header: string | undefined): Preferences {
  if (header === undefined) return NONE;
  const preferences = new Map<string, string>();
  for (const [member] of header.matchAll(MEMBER)) {
    const [, name = '', value = ''] = PREFERENCE.exec(member) ?? [];
    const known = preferences.has(name.toLowerCase());
    if (!known) preferences.set(name.toLowerCase(), value.toLowerCase());
  }
  const wait = preferences.get('wait') ?? '';
  return {
    ...(/^\d+(\.\d+)?$/.test(wait) && {
      waitMs: Math.min(Number(wait), MAX_WAIT_SECONDS) * 1_000,
    }),
    strict: preferences.get('handling') === 'strict',
    dryRun: preferences.has('dry-run'),
  };
}
