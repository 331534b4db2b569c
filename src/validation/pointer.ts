/** One level further down an RFC 6901 pointer. */
export const childPointer = (pointer: string, step: string | number): string =>
  `${pointer}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`;
