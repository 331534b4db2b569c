import { checkItem, checkMetaarray, checkMetadataKey, checkMetadataValue } from './limits';
import { DEFAULT_UNKNOWNS, type LengthUnit } from './unknowns';

const by = (metadataLengthUnit: LengthUnit) => ({ ...DEFAULT_UNKNOWNS, metadataLengthUnit });

describe('metadata: 128 for keys, 190 for values', () => {
  it.each([
    ['code-points', '𝒳', 128, 190],
    ['utf-16', '𝒳', 64, 95],
    ['bytes', '𝒳', 32, 47],
    ['bytes', 'é', 64, 95],
  ] as const)('in %s, of "%s"', (unit, character, keys, values) => {
    expect(() => {
      checkMetadataKey(character.repeat(keys), by(unit));
      checkMetadataValue(character.repeat(values), by(unit));
    }).not.toThrow();
    expect(() => {
      checkMetadataKey(character.repeat(keys + 1), by(unit));
    }).toThrow('value-too-long');
    expect(() => {
      checkMetadataValue(character.repeat(values + 1), by(unit));
    }).toThrow('value-too-long');
  });

  it('no comma in a key', () => {
    expect(() => {
      checkMetadataKey('a,b', DEFAULT_UNKNOWNS);
    }).toThrow('illegal-character');
  });

  it('empty keys and values by setting', () => {
    expect(() => {
      checkMetadataKey('', { ...DEFAULT_UNKNOWNS, emptyKey: 'refuse' });
    }).toThrow('illegal-character');
    expect(() => {
      checkMetadataValue('', { ...DEFAULT_UNKNOWNS, emptyValue: 'refuse' });
    }).toThrow('illegal-character');
  });
});

describe('metaarray: 80 bytes for keys, 128 for each value', () => {
  it('commas included', () => {
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

  it('caps only where the settings have some', () => {
    const crowded = new Map([['k', Array.from({ length: 1000 }, String)]]);
    expect(() => {
      checkMetaarray(crowded, DEFAULT_UNKNOWNS);
    }).not.toThrow();
    expect(() => {
      checkMetaarray(crowded, { ...DEFAULT_UNKNOWNS, metaarrayValues: 999 });
    }).toThrow('too-many-items');
  });
});
