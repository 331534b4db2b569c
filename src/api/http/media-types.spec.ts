import { acceptsJson } from './media-types';

it.each([
  undefined,
  '',
  ' , ',
  '*/*',
  'application/*',
  'application/json',
  'application/problem+json',
  'application/x-ndjson',
  'text/event-stream',
  'APPLICATION/JSON; charset=utf-8',
  'text/html, application/json;q=0.1',
  'text/html,*/*;q=0.8',
  'application/json;q=0, */*',
])('Accept: %s allows JSON', (accept) => {
  expect(acceptsJson(accept)).toBe(true);
});

it.each([
  'text/csv',
  'text/*',
  'application/xml, text/html;q=0.9',
  'application/json;q=0',
  'application/json; charset=utf-8; Q=0.000',
  '*/*;q=0.0',
  'application/jsonp',
])('Accept: %s does not allow JSON', (accept) => {
  expect(acceptsJson(accept)).toBe(false);
});
