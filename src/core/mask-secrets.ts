import type { Provider } from './provider';

const MASK = '***';

/** The parts of a vendor's requests that are never shown. */
export type Secrets = Pick<Provider, 'secretHeaders' | 'secretParameters'>;

/** The value of a header as it may be shown. */
export const maskHeader = ({ secretHeaders }: Secrets, name: string, value: string): string =>
  secretHeaders.includes(name.toLowerCase()) ? MASK : value;

/** A path as it may be shown: the values of secret query parameters are masked. */
export function maskPath({ secretParameters = [] }: Secrets, path: string): string {
  const queryAt = path.indexOf('?') + 1;
  if (queryAt === 0 || secretParameters.length === 0) return path;
  const parameters = path
    .slice(queryAt)
    .split('&')
    .map((parameter) => {
      const [name = ''] = parameter.split('=', 1);
      return secretParameters.includes(name) ? `${name}=${MASK}` : parameter;
    });
  return path.slice(0, queryAt) + parameters.join('&');
}
