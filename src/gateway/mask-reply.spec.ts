import { secretsIn } from './mask-reply';

it('finds the secrets in headers and in the whole query of a request', () => {
  const secrets = { secretHeaders: ['signature'], secretParameters: ['sig'] };
  const found = secretsIn(secrets, {
    method: 'GET',
    path: '/a?note=why?really&sig=in-the-query&other=public',
    headers: { Signature: 'in-a-header', Accept: 'application/json' },
  });
  expect(found).toEqual(expect.arrayContaining(['in-the-query', 'in-a-header']));
  expect(found.join()).not.toMatch(/public|json|really/);
});
