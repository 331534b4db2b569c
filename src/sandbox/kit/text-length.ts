/** Units in which a vendor may count the length of a text. */
export type LengthUnit = 'code-points' | 'utf-16' | 'bytes';

const MEASURES: Readonly<Record<LengthUnit, (text: string) => number>> = {
  'code-points': (text) => Array.from(text).length,
  'utf-16': (text) => text.length,
  bytes: (text) => Buffer.byteLength(text),
};

/** Length of a text in Unicode code points, UTF-16 code units or UTF-8 bytes. */
export const textLength = (text: string, unit: LengthUnit): number => MEASURES[unit](text);
