import { checkItem, checkMetaarray, checkMetadataKey, checkMetadataValue } from './limits';
import { DEFAULT_UNKNOWNS, type Unknowns } from './unknowns';

const countedIn = (metadataLengthUnit: Unknowns['metadataLengthUnit']) => ({
  ...DEFAULT_UNKNOWNS,
  metadataLengthUnit,
});

describe('limits of metadata: 128 for keys, 190 for values', () => {
  it.each([
    ['code-points', '𝒳', 128, 190],
    ['utf-16', '𝒳', 64, 95],
    ['bytes', '𝒳', 32, 47],
    ['bytes', 'é', 64, 95],
  ] as const)('counts in %s: "%s"', (unit, character, keys, values) => {
    expect(() => {
      checkMetadataKey(character.repeat(keys), countedIn(unit));
      checkMetadataValue(character.repeat(values), countedIn(unit));
    }).not.toThrow();
    expect(() => {
      checkMetadataKey(character.repeat(keys + 1), countedIn(unit));
    }).toThrow('value-too-long');
    expect(() => {
      checkMetadataValue(character.repeat(values + 1), countedIn(unit));
    }).toThrow('value-too-long');
  });

  it('rejects a comma in a key', () => {
    expect(() => {
      checkMetadataKey('a,b', DEFAULT_UNKNOWNS);
    }).toThrow('illegal-character');
  });

  it('rejects empty keys and values if the settings say so', () => {
    expect(() => {
      checkMetadataKey('', { ...DEFAULT_UNKNOWNS, emptyKey: 'refuse' });
    }).toThrow('illegal-character');
    expect(() => {
      checkMetadataValue('', { ...DEFAULT_UNKNOWNS, emptyValue: 'refuse' });
    }).toThrow('illegal-character');
  });
});

describe('limits of metaarrays: 80 bytes for keys, 128 for each value', () => {
  it('accepts commas', () => {
    expect(() => {
      checkItem('é,'.repeat(26), ['é'.repeat(64), 'v'.repeat(128)], DEFAULT_UNKNOWNS);
    }).not.toThrow();
  });

  it('counts bytes, not characters', () => {
    expect(() => {
      checkItem('é'.repeat(41), [], DEFAULT_UNKNOWNS);
    }).toThrow('value-too-long');
    expect(() => {
      checkItem('k', ['fine', 'é'.repeat(65)], DEFAULT_UNKNOWNS);
    }).toThrow('value-too-long');
  });

  it('caps the number of values only if the settings do', () => {
    const manyValues = new Map([['k', Array.from({ length: 1000 }, String)]]);
    expect(() => {
      checkMetaarray(manyValues, DEFAULT_UNKNOWNS);
    }).not.toThrow();
    expect(() => {
      checkMetaarray(manyValues, { ...DEFAULT_UNKNOWNS, metaarrayValues: 999 });
    }).toThrow('too-many-items');
  });
});
