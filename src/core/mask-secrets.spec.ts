import { maskHeader, maskPath, type Secrets } from './mask-secrets';

const secrets: Secrets = { secretHeaders: ['token'], secretParameters: ['api_key'] };

describe('a vendor request that is shown', () => {
  it.each([
    ['/messages/1?api_key=k1', '/messages/1?api_key=***'],
    ['/messages/1?a=1&api_key=k1&b=2', '/messages/1?a=1&api_key=***&b=2'],
    ['/messages/1?my_api_key=k1', '/messages/1?my_api_key=k1'],
    ['/messages/api_key=k1', '/messages/api_key=k1'],
  ])('has no secret parameter: %s', (path, shown) => {
    expect(maskPath(secrets, path)).toBe(shown);
  });

  it('has its path unchanged where the vendor has no secret parameter', () => {
    expect(maskPath({ secretHeaders: [] }, '/a?api_key=k1')).toBe('/a?api_key=k1');
  });

  it.each([
    ['Token', '***'],
    ['Accept', 'v'],
  ])('has no secret header: %s', (name, shown) => {
    expect(maskHeader(secrets, name, 'v')).toBe(shown);
  });
});
