import type { WireRequest } from '../../kit/vendor';
import {
  choiceParameter,
  flagParameter,
  integerParameter,
  keysParameter,
  listParameter,
} from './query';

const asked = (rawQuery: string): WireRequest => ({
  method: 'GET',
  rawPath: '/',
  rawQuery,
  headers: {},
  body: Buffer.alloc(0),
  params: {},
});

describe('keys', () => {
  it.each([
    ['as the page writes them', 'keys=places,beverages', ['places', 'beverages']],
    ['with a blank after the comma', 'keys=places,%20bev%20erages', ['places', 'bev erages']],
    ['in one encoded element', 'keys=places%2Cbev%20erages', ['places', 'bev erages']],
    ['repeated', 'keys=places&keys=bev%20erages', ['places', 'bev erages']],
    ['as browsers encode them', 'keys=k1,k+2', ['k1', 'k 2']],
    ['beyond ASCII', 'keys=%C3%A9%2C%F0%9D%92%B3', ['é', '𝒳']],
    ['none', 'keys=', []],
    ['absent', 'include_ts=true', []],
  ])('%s', (_, rawQuery, keys) => {
    expect(keysParameter(asked(rawQuery), new Set())).toEqual(keys);
  });

  it('that exist with a blank at their ends are meant as they are', () => {
    expect(keysParameter(asked('keys=a,%20b,%20c'), new Set([' b']))).toEqual(['a', ' b', 'c']);
  });
});

it('lists keep blanks', () => {
  expect(listParameter(asked('sender_ids=Jay,%20Ann'), 'sender_ids')).toEqual(['Jay', ' Ann']);
});

it('flags are true, false or absent, in any case of letters', () => {
  expect(flagParameter(asked('include=True'), 'include', false)).toBe(true);
  expect(flagParameter(asked('include=false'), 'include', true)).toBe(false);
  expect(flagParameter(asked('include='), 'include', true)).toBe(true);
  expect(() => flagParameter(asked('include=1'), 'include', true)).toThrow('expected-boolean');
});

it('whole numbers are checked for their range', () => {
  const limit = (query: string) => integerParameter(asked(query), 'next_limit', 15, [0, 200]);
  expect(limit('')).toBe(15);
  expect(limit('next_limit=200')).toBe(200);
  expect(() => limit('next_limit=201')).toThrow('out-of-range');
  expect(() => limit('next_limit=-1')).toThrow('out-of-range');
  expect(() => limit('next_limit=1.5')).toThrow('expected-number');
});

it('choices are those of the page', () => {
  const type = (query: string) => choiceParameter(asked(query), 'message_type', ['MESG', 'FILE']);
  expect(type('message_type=FILE')).toBe('FILE');
  expect(type('')).toBeUndefined();
  expect(() => type('message_type=mesg')).toThrow('invalid-value');
});
