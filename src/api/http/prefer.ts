/** What the caller prefers (RFC 7240); what is not understood is passed over, as the RFC says. */
export interface Preferences {
  /** Milliseconds the caller is willing to wait for quota. */
  readonly waitMs?: number;
  /** `handling=strict`: one vendor write at most. */
  readonly strict: boolean;
}

const NONE: Preferences = { strict: false };

export function parsePreferences(header: string | undefined): Preferences {
  if (header === undefined) return NONE;
  const given = new Map(
    header.split(/[,;]/).map((preference) => {
      const [name = '', value = ''] = preference.split('=');
      return [name.trim().toLowerCase(), value.trim().replace(/^"|"$/g, '').toLowerCase()] as const;
    }),
  );
  const wait = given.get('wait') ?? '';
  return {
    ...(/^\d{1,9}(\.\d{1,3})?$/.test(wait) && { waitMs: Number(wait) * 1_000 }),
    strict: given.get('handling') === 'strict',
  };
}
