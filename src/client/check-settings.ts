import { headerValue } from './header-value';
import { InvalidArgument } from './invalid-argument';

/** @throws InvalidArgument, without the text: it may have a password */
export function checkUrl(text: string): string {
  const url = text.trim();
  const { location } = globalThis as { readonly location?: { readonly href: string } };
  const parsed = URL.canParse(url, location?.href) ? new URL(url, location?.href) : undefined;
  const { protocol = '', username, password, search, hash } = parsed ?? {};
  if (!/^https?:$/.test(protocol) || username || password || search || hash)
    throw new InvalidArgument(
      'url must be the http or https address of the gateway, without credentials, query or fragment',
    );
  return url;
}

/** @throws InvalidArgument, without the key */
export const checkKey = (key: string): string => headerValue('key', key.trim());
