import type { ErrorCode } from './gateway-error';

/** One of a vendor's own error codes. */
export interface VendorCode {
  readonly number: number | string;
  /** The gateway's error code for it. */
  readonly code: ErrorCode;
  /** Its meaning, as a phrase for people. */
  readonly meaning: string;
}

/** The vendor's codes behind each error code of the gateway, as Markdown: `1001` (…), `1004` (…). */
export function describeCodes(
  vendorCodes: readonly VendorCode[],
): Readonly<Partial<Record<ErrorCode, string>>> {
  const descriptions: Partial<Record<ErrorCode, string>> = {};
  for (const { number, code, meaning } of vendorCodes) {
    const description = `\`${number}\` (${meaning})`;
    const earlier = descriptions[code];
    descriptions[code] = earlier === undefined ? description : `${earlier}, ${description}`;
  }
  return descriptions;
}
