import type { ErrorCode } from './gateway-error';

/** A vendor's own code, what it means here, and in words. */
export interface VendorCode {
  readonly number: number | string;
  readonly code: ErrorCode;
  readonly says: string;
}

/** The vendor's codes behind each of ours, for people: `1001 (…), 1004 (…)`. */
export function describeCodes(
  rows: readonly VendorCode[],
): Readonly<Partial<Record<ErrorCode, string>>> {
  const words: Partial<Record<ErrorCode, string>> = {};
  for (const { number, code, says } of rows)
    words[code] = [words[code], `\`${number}\` (${says})`].filter(Boolean).join(', ');
  return words;
}
