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

export function parsePreferences(header: string | undefined): Preferences {
  if (header === undefined) return NONE;
  const preferences = new Map(
    header.split(/[,;]/).map((preference) => {
      const [name = '', value = ''] = preference.split('=');
      return [name.trim().toLowerCase(), value.trim().replace(/^"|"$/g, '').toLowerCase()] as const;
    }),
  );
  const wait = preferences.get('wait') ?? '';
  return {
    ...(/^\d{1,9}(\.\d{1,3})?$/.test(wait) && { waitMs: Number(wait) * 1_000 }),
    strict: preferences.get('handling') === 'strict',
    dryRun: preferences.has('dry-run'),
  };
}
