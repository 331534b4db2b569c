import type { Provider } from '../core/provider';
import type { Part } from '../validation';
import type { Faults } from './faults';
import type { ConnectionSection } from './sections/connection';
import { isLoopback, parseUrl } from './validators';

/**
 * Adds a fault for each base URL over which credentials could be read, whose path the gateway would repeat, or
 * whose host cannot be the vendor's.
 * @param provider undefined if it is unknown
 * @param settings the vendor's settings without faults
 * @param providers all vendors, whose hosts are known
 */
export function checkBaseUrls(
  { baseUrls = [], allowInsecure }: Part<ConnectionSection>,
  provider: Provider | undefined,
  settings: object,
  providers: readonly Provider[],
  at: string,
  faults: Faults,
): void {
  const owner = (hostname: string): Provider | undefined =>
    providers.find(({ hosts }) =>
      hosts?.domains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`)),
    );
  const findFault = (url: URL): string | undefined => {
    const ofVendor = owner(url.hostname);
    const apiPath = provider?.hosts?.apiPath;
    const path = url.pathname.replace(/\/+$/, '');
    if (url.protocol === 'http:' && !isLoopback(url.hostname) && allowInsecure === false)
      return 'must begin with https://, or the credentials could be read on the way; allowInsecure: true accepts that';
    if (ofVendor !== undefined && provider !== undefined && ofVendor !== provider)
      return `is a host of ${ofVendor.title}, but the provider is ${provider.name}`;
    if (ofVendor !== undefined && path !== '')
      return 'must have no path: the gateway adds the path of each call';
    if (apiPath !== undefined && path.endsWith(apiPath))
      return `must not end with ${apiPath}: the gateway adds it`;
    return provider && ofVendor?.hosts?.findFault(url.hostname, settings);
  };
  baseUrls.forEach((text, index) => {
    const url = parseUrl(text);
    const fault = url && findFault(url);
    if (fault !== undefined) faults.add(`${at}/baseUrls/${index}`, fault);
  });
}
