/** Extends an RFC 6901 pointer by one level. */
export const childPointer = (pointer: string, child: string | number): string =>
  `${pointer}/${String(child).replaceAll('~', '~0').replaceAll('/', '~1')}`;
