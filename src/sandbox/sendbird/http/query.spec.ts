import type { WireRequest } from '../../kit/vendor';
import {
  choiceParameter,
  flagParameter,
  integerParameter,
  keysParameter,
  listParameter,
} from './query';

const requestWith = (rawQuery: string): WireRequest => ({
  method: 'GET',
  rawPath: '/',
  rawQuery,
  headers: {},
  body: Buffer.alloc(0),
  params: {},
});

describe('keys parameter', () => {
  it.each([
    ['separated by commas', 'keys=places,beverages', ['places', 'beverages']],
    ['separated by commas and blanks', 'keys=places,%20bev%20erages', ['places', 'bev erages']],
    ['with encoded commas', 'keys=places%2Cbev%20erages', ['places', 'bev erages']],
    ['repeated', 'keys=places&keys=bev%20erages', ['places', 'bev erages']],
    ['with blanks as plus signs', 'keys=k1,k+2', ['k1', 'k 2']],
    ['outside of ASCII', 'keys=%C3%A9%2C%F0%9D%92%B3', ['é', '𝒳']],
    ['with blanks at both ends', 'keys=%20a%20,b%20', ['a', 'b']],
    ['empty', 'keys=', []],
    ['of blanks only', 'keys=%20', []],
    ['missing', 'include_ts=true', []],
  ])('reads keys %s', (_, rawQuery, keys) => {
    expect(keysParameter(requestWith(rawQuery))).toEqual(keys);
  });
});

it('keeps blanks in other lists', () => {
  expect(listParameter(requestWith('sender_ids=Jay,%20Ann'), 'sender_ids')).toEqual([
    'Jay',
    ' Ann',
  ]);
});

it('reads flags as true, false or missing, in any case', () => {
  expect(flagParameter(requestWith('include=True'), 'include', false)).toBe(true);
  expect(flagParameter(requestWith('include=false'), 'include', true)).toBe(false);
  expect(flagParameter(requestWith('include='), 'include', true)).toBe(true);
  expect(() => flagParameter(requestWith('include=1'), 'include', true)).toThrow(
    'expected-boolean',
  );
});

it('checks the range of integers', () => {
  const limit = (query: string) => integerParameter(requestWith(query), 'next_limit', 15, [0, 200]);
  expect(limit('')).toBe(15);
  expect(limit('next_limit=200')).toBe(200);
  expect(() => limit('next_limit=201')).toThrow('out-of-range');
  expect(() => limit('next_limit=-1')).toThrow('out-of-range');
  expect(() => limit('next_limit=1.5')).toThrow('expected-number');
});

it('accepts only documented choices', () => {
  const type = (query: string) =>
    choiceParameter(requestWith(query), 'message_type', ['MESG', 'FILE']);
  expect(type('message_type=FILE')).toBe('FILE');
  expect(type('')).toBeUndefined();
  expect(() => type('message_type=mesg')).toThrow('invalid-value');
});
