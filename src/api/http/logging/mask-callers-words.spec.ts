import { maskCallersWords } from './mask-callers-words';

const BODY = {
  entries: [
    { key: 'mood', value: 'deep blue sea' },
    { key: 'x', value: 'no' },
  ],
};

it.each([
  ['masks a value', 'deep blue sea is too long', '*** *** *** is too long'],
  ['masks a part of a value', '"blue" is refused', '"***" is refused'],
  ['masks a key', 'mood: is not a key', '***: is not a key'],
  ['masks a short word', 'no is not enough', '*** is not enough'],
  ['masks an id', 'message {"id":"BRGM-DEN2-01E4"}', 'message {"id":"***"}'],
  ['masks what is encoded', 'v=%22deep%20blue%22&w=%ff', 'v="*** ***"&w=***'],
  [
    'keeps the words of the vendor',
    'code 1004: a parameter is wrong',
    'code 1004: a parameter is wrong',
  ],
])('%s', (_name, message, masked) => {
  expect(maskCallersWords(message, BODY, { channelId: 'room' })).toBe(masked);
});

it('masks path parameters and takes any body', () => {
  expect(maskCallersWords('room is full', undefined, { channelId: 'room' })).toBe('*** is full');
  expect(maskCallersWords('room is full', [null, 1, true, 'room'])).toBe('*** is full');
});
