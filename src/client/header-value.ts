import { InvalidArgument } from './invalid-argument';

/**
 * `fetch` takes the characters of a header for bytes, and the gateway reads UTF-8.
 * @returns the UTF-8 bytes of a text as Latin-1 characters
 * @throws InvalidArgument, without the text, for a control character
 */
export function headerValue(name: string, text: string): string {
  if (/[^\P{Cc}\t]/u.test(text))
    throw new InvalidArgument(`${name} has a character that no header can carry`);
  return String.fromCharCode(...new TextEncoder().encode(text));
}

/** The same headers, each text of an object as `headerValue` returns it. */
export const headerValues = <H extends object>(headers: H): H =>
  Symbol.iterator in headers
    ? headers
    : (Object.fromEntries(
        Object.entries(headers).map(([name, value]: [string, unknown]) => [
          name,
          typeof value === 'string' ? headerValue(`headers.${name}`, value) : value,
        ]),
      ) as H);
