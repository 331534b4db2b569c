import type { Request, Response } from 'express';
import { parseQuery, parseQueryString, refuseParameters } from './parse-query';

function errorOf(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('parseQueryString', () => {
  it.each([
    ['', {}],
    ['&&', {}],
    ['a=1', { a: '1' }],
    ['a', { a: '' }],
    ['a=1=2', { a: '1=2' }],
    ['a=b+c%20d%2Be', { a: 'b c d+e' }],
    ['%61=1', { a: '1' }],
    ['keys=a,b', { keys: ['a', 'b'] }],
    ['keys=a&keys=b,a', { keys: ['a', 'b'] }],
    ['keys=a%2Cb', { keys: ['a', 'b'] }],
    ['keys=', { keys: [''] }],
    ['values=a,b&values=c&values=c', { values: ['a,b', 'c'] }],
    ['toString=1', { toString: '1' }],
  ])('parses %s', (query, parameters) => {
    expect(parseQueryString(query)).toEqual(parameters);
  });

  it('keeps __proto__ as an ordinary name', () => {
    const parameters = parseQueryString('__proto__=1');
    expect(Object.keys(parameters)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(parameters)).toBe(Object.prototype);
  });

  it('names each parameter that is given more than once', () => {
    expect(errorOf(() => parseQueryString('a=1&b=2&a=1&c=3&c='))).toMatchObject({
      code: 'invalid-request',
      details: {
        errors: [
          { pointer: 'query/a', reason: 'is given more than once' },
          { pointer: 'query/c', reason: 'is given more than once' },
        ],
      },
    });
  });

  it.each(['a=%ff', '%=1', 'a=%zz'])('refuses %s, which is not percent-encoded', (query) => {
    expect(() => parseQueryString(query)).toThrow(URIError);
  });
});

it('takes as query whatever follows the first question mark', () => {
  const request = { url: '/v1/events?follow=a?b' } as Request;
  void parseQuery(request, {} as Response, () => undefined);
  expect(request.query).toEqual({ follow: 'a?b' });
});

it.each([
  ['/v1/events', true],
  ['/v1/connections/a/channels/direct/b/metadata', true],
  ['/v1/connections/a/channels/direct/b/messages/c/metadata/d', true],
  ['/v1/events/more', false],
  ['/v1/batch', false],
  ['/v1/connections', false],
  ['/v1/connections/a/quotas', false],
])('parameters at %s: allowed %s', (path, isAllowed) => {
  const request = { path, query: { dryRun: 'true' } } as unknown as Request;
  const error = errorOf(() => {
    void refuseParameters(request, {} as Response, () => undefined);
  });
  if (isAllowed) expect(error).toBeUndefined();
  else
    expect(error).toMatchObject({
      details: { errors: [{ pointer: 'query/dryRun', reason: 'is not a known parameter' }] },
    });
});
