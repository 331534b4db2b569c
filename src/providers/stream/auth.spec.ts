import type { UpstreamRequest } from '../../core/upstream';
import { sign } from './auth';
import { StreamSettings } from './settings';

const settings = Object.assign(new StreamSettings(), { apiKey: 'k&', apiSecret: 's' });

it.each([
  ['/messages/m', '/messages/m?api_key=k%26'],
  ['/messages/m?a=b', '/messages/m?api_key=k%26&a=b'],
  ['/messages/m?a=b?c&d=?', '/messages/m?api_key=k%26&a=b?c&d=?'],
])('adds the API key to %s', (path, signedPath) => {
  const request: UpstreamRequest = {
    method: 'GET',
    path,
    route: '/messages/{id}',
    draws: [],
    effect: 'read',
  };
  const signed = sign(settings, request, { nowMs: 0, nonce: '1', requestId: 'id' });
  expect(signed.path).toBe(signedPath);
});
