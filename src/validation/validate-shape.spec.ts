import { plainToInstance, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  Min,
  MinLength,
  Validate,
  ValidateIf,
  ValidateNested,
  validateSync,
  ValidatorConstraint,
} from 'class-validator';
import fc from 'fast-check';
import { IsWellFormedUnicode, MAX_FAULTS, validateShape } from '.';

class Entry {
  @IsString()
  @MinLength(1)
  @IsWellFormedUnicode()
  key: string;

  @ValidateIf((entry: Entry) => entry.values === undefined)
  @IsString()
  value?: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(3)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(5, { each: true })
  values?: string[];
}

@ValidatorConstraint({ async: true })
class AsynchronousRule {
  validate(): Promise<boolean> {
    return Promise.resolve(false);
  }
}

class Options {
  @IsOptional() @IsObject() content?: object;
}

class Body {
  @IsArray()
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  @Type(() => Entry)
  entries: Entry[];

  @IsOptional() @ValidateNested() @Type(() => Options) options?: Options;
  @IsOptional() @IsInt() @Min(1) weight = 1;
  @IsOptional() @IsIn(['set', 'get']) verb?: string;
}

const parse = (json: string): unknown => JSON.parse(json);
const faultsOf = (plain: unknown, at?: string): Record<string, string> => {
  const result = validateShape(Body, plain, at);
  const faults = 'faults' in result ? result.faults : [];
  return Object.fromEntries(faults.map(({ pointer, reason }) => [pointer, reason]));
};

describe('validateShape', () => {
  it('returns an instance with nested instances and defaults', () => {
    const result = validateShape(Body, { entries: [{ key: 'a', value: '' }], options: {} });
    if ('faults' in result) throw new Error(JSON.stringify(result.faults));
    expect(result.value).toBeInstanceOf(Body);
    expect(result.value.entries[0]).toBeInstanceOf(Entry);
    expect(result.value.options).toBeInstanceOf(Options);
    expect(result.value).toEqual({ entries: [{ key: 'a', value: '' }], options: {}, weight: 1 });
  });

  it('reports each fault with its pointer and reason, sorted by pointer', () => {
    const entries = [{ key: '' }, { key: 7, values: ['x', 2] }, { key: '\uD800', values: 'x' }, 3];
    const plain = { entries, weight: '1', verb: 'put', 'a/b~c': 1 };
    expect(faultsOf(plain)).toEqual({
      '/a~1b~0c': 'is not a known field',
      '/entries/0/key': 'must have at least 1 character',
      '/entries/0/value': 'is required',
      '/entries/1/key': 'must be a string',
      '/entries/1/values/1': 'must be a string',
      '/entries/2/key': 'must be well-formed Unicode, without lone surrogates',
      '/entries/2/values': 'must be an array',
      '/entries/3': 'must be an object',
      '/verb': 'must be one of set, get',
      '/weight': 'must be a whole number',
    });
    expect(Object.keys(faultsOf(plain))).toEqual(Object.keys(faultsOf(plain)).sort());
  });

  it.each([
    ['null', { '': 'must be an object' }],
    ['[]', { '': 'must be an object' }],
    ['"x"', { '': 'must be an object' }],
    ['{}', { '/entries': 'is required' }],
    ['{"entries":null}', { '/entries': 'must be an array' }],
    ['{"entries":{"0":{"key":"a"}}}', { '/entries': 'must be an array' }],
    ['{"entries":[[{"key":"a"}]]}', { '/entries/0': 'must be an object' }],
    ['{"entries":[],"options":[]}', { '/options': 'must be an object' }],
    ['{"entries":[],"options":null}', { '/options': 'must be an object' }],
    ['{"entries":[],"weight":null}', { '/weight': 'must be a whole number' }],
    ['{"entries":[],"weight":0}', { '/weight': 'must be at least 1' }],
    ['{"entries":[],"__proto__":{"verb":"x"}}', { '/__proto__': 'is not a known field' }],
    ['{"entries":[],"constructor":1}', { '/constructor': 'is not a known field' }],
    ['{"entries":[],"toString":1}', { '/toString': 'is not a known field' }],
  ])('rejects %s', (json, faults) => {
    expect(faultsOf(parse(json))).toEqual(faults);
  });

  it('prefixes every pointer with that of the value', () => {
    expect(faultsOf({}, '/operations/3')).toEqual({ '/operations/3/entries': 'is required' });
  });

  it('returns the part without faults beside them, each item at its index', () => {
    const entries = [3, { key: 7, value: 'a' }, { key: 'b', values: ['x', 2], other: 1 }];
    const result = validateShape(Body, { entries, weight: '1', verb: 'set' });
    expect('part' in result && result.part).toEqual({
      entries: [undefined, { key: undefined, value: 'a' }, { key: 'b', values: ['x', undefined] }],
      weight: undefined,
      verb: 'set',
    });
    expect(validateShape(Body, 3)).toMatchObject({ part: {} });
  });

  it('uses a custom message unchanged', () => {
    class Named {
      @IsString({ message: 'must be a name' }) name: string;
    }
    expect(validateShape(Named, { name: 1 })).toMatchObject({
      faults: [{ pointer: '/name', reason: 'must be a name' }],
    });
  });

  it('keeps content that the shape does not describe, even with names of Object.prototype', () => {
    const content = parse('{"__proto__":1,"constructor":{"toString":[null]}}');
    const result = validateShape(Body, { entries: [], options: { content } });
    expect('value' in result && result.value.options?.content).toBe(content);
  });

  it('limits the number of faults and the depth of the work', () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    expect(faultsOf(parse(`{"entries":${deep}}`))).toEqual({ '/entries/0': 'must be an object' });
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`x${i}`, 1]));
    expect(Object.keys(faultsOf(many))).toHaveLength(MAX_FAULTS);
    expect(Object.keys(faultsOf({ entries: new Array(1000).fill({}) }))).toHaveLength(MAX_FAULTS);
    expect(faultsOf({ entries: new Array(1001).fill(0) })).toEqual({
      '/entries': 'must have at most 1000 items',
    });
  });

  it('throws for an asynchronous rule, which would pass every value', () => {
    class Asynchronous {
      @Validate(AsynchronousRule) name: string;
    }
    expect(() => validateShape(Asynchronous, { name: 'x' })).toThrow(TypeError);
  });
});

const nearlyEntry = fc.record(
  {
    key: fc.oneof(fc.string(), fc.integer()),
    value: fc.oneof(fc.string(), fc.boolean()),
    values: fc.oneof(fc.array(fc.oneof(fc.string(), fc.integer())), fc.string()),
  },
  { requiredKeys: ['key'] },
);
const nearlyBody = fc.record(
  {
    entries: fc.oneof(
      { weight: 4, arbitrary: fc.array(nearlyEntry) },
      { weight: 1, arbitrary: fc.anything() },
    ),
    weight: fc.oneof(fc.integer(), fc.string()),
    verb: fc.constantFrom('get', 'set', 'put'),
    options: fc.record({ content: fc.object() }),
    other: fc.constant(1),
  },
  { requiredKeys: ['entries'] },
);

/** class-transformer drops keys that every object inherits; class-validator accepts null for optional fields. */
const INHERITED = new RegExp(['null', ...Object.getOwnPropertyNames(Object.prototype)].join('|'));

describe('validateShape, for arbitrary values', () => {
  it('never throws, never changes the value, and rejects it with well-formed pointers', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything({ withNullPrototype: true }), nearlyBody), (plain) => {
        const before = JSON.stringify(plain);
        const result = validateShape(Body, plain, '/at');
        expect(JSON.stringify(plain)).toBe(before);
        if ('value' in result) return;
        expect(result.faults.length).toBeGreaterThan(0);
        for (const { pointer } of result.faults)
          expect(pointer).toMatch(/^\/at(\/([^~/]|~[01])*)*$/s);
      }),
    );
  });

  it('accepts exactly what class-validator accepts, for JSON without null', () => {
    fc.assert(
      fc.property(nearlyBody, (drawn) => {
        const plain = parse(JSON.stringify(drawn)) as object;
        fc.pre(!INHERITED.test(JSON.stringify(plain)));
        const reference = validateSync(plainToInstance(Body, plain), {
          whitelist: true,
          forbidNonWhitelisted: true,
        });
        expect('value' in validateShape(Body, plain)).toBe(reference.length === 0);
      }),
      { numRuns: 500 },
    );
  });
});
