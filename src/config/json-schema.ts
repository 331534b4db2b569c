import type { Provider } from '../core/provider';
import { readFields, type Field, type Rule, type Shape } from '../validation';
import { SECTIONS } from './sections';
import { ConnectionSection, QuotaSection } from './sections/connection';
import { MAX_TIMER_MS } from './validators';

/** A JSON Schema, as far as the configuration needs it. */
type Schema = Readonly<Record<string, unknown>>;

/** By the path of a setting, such as `connections.*.baseUrls`: its meaning, for the editor. */
export type Descriptions = ReadonlyMap<string, string>;

/** `${NAME}` and `${file:/path}` may stand for any text, and alone for a number, `true` or `false`. */
const REFERENCE = { type: 'string', pattern: '\\$\\{[^}]+\\}' };

/** By the name of a rule: the schema of a value that passes, from the rule's parameters. */
const RULES: Readonly<Record<string, ((...parameters: readonly unknown[]) => Schema) | undefined>> =
  {
    isString: () => ({ type: 'string' }),
    isBoolean: () => ({ type: 'boolean' }),
    isNumber: () => ({ type: 'number' }),
    isInt: () => ({ type: 'integer' }),
    isIn: (values) => ({ enum: values }),
    min: (minimum) => ({ minimum }),
    max: (maximum) => ({ maximum }),
    isPort: () => ({ type: 'integer', minimum: 0, maximum: 65_535 }),
    isMilliseconds: () => ({ type: 'integer', minimum: 0, maximum: MAX_TIMER_MS }),
    isObject: () => ({ type: 'object' }),
  };
const LIST_RULES: typeof RULES = {
  arrayNotEmpty: () => ({ minItems: 1 }),
  arrayMaxSize: (maxItems) => ({ maxItems }),
  arrayUnique: () => ({ uniqueItems: true }),
};

/**
 * The JSON Schema (draft 2020-12) of the configuration file, for editors. It knows the names, types, ranges and
 * choices of all settings; the rules between settings are left to `npm run config:check`.
 */
export function configSchema(providers: readonly Provider[], descriptions: Descriptions): Schema {
  const properties = Object.fromEntries(
    Object.entries(SECTIONS).map(([name, shape]) => [
      name,
      name === 'connections'
        ? connectionsSchema(providers, descriptions)
        : objectSchema(shape, name, descriptions),
    ]),
  );
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Configuration of the Chat Metadata Gateway',
    type: 'object',
    properties,
    required: ['auth', 'connections'],
    additionalProperties: false,
  };
}

/** A connection has the settings of all connections and those of its provider. */
function connectionsSchema(providers: readonly Provider[], descriptions: Descriptions): Schema {
  return {
    type: 'object',
    minProperties: 1,
    additionalProperties: {
      oneOf: providers.map((provider) => connectionSchema(provider, descriptions)),
    },
  };
}

function connectionSchema(provider: Provider, descriptions: Descriptions): Schema {
  const at = 'connections.*';
  const common = fieldSchemas(ConnectionSection, at, descriptions);
  const { quotas } = provider.createAdapter(new provider.settings());
  const quota = objectSchema(QuotaSection, `${at}.quotas.*`, descriptions);
  return {
    title: provider.title,
    type: 'object',
    properties: {
      ...common,
      ...fieldSchemas(provider.settings, at, descriptions),
      provider: { const: provider.name },
      quotas: {
        ...describe(`${at}.quotas`, descriptions),
        type: 'object',
        properties: Object.fromEntries(quotas.map(({ name }) => [name, quota])),
        additionalProperties: false,
      },
    },
    required: [...requiredFields(ConnectionSection), ...requiredFields(provider.settings)],
    additionalProperties: false,
  };
}

function objectSchema(shape: Shape, at: string, descriptions: Descriptions): Schema {
  const required = requiredFields(shape);
  return {
    ...describe(at, descriptions),
    type: 'object',
    properties: fieldSchemas(shape, at, descriptions),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

const fieldSchemas = (
  shape: Shape,
  at: string,
  descriptions: Descriptions,
): Record<string, Schema> => {
  const defaults = new shape() as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    [...readFields(shape).values()].map((field) => {
      const path = `${at}.${field.name}`;
      const value = defaults[field.name];
      const isScalar = ['string', 'number', 'boolean'].includes(typeof value);
      return [
        field.name,
        {
          ...describe(path, descriptions),
          ...fieldSchema(field, path, descriptions),
          ...(isScalar && { default: value }),
        },
      ];
    }),
  );
};

/** Fields that must be given: they are neither optional nor have a default nor depend on another field. */
function requiredFields(shape: Shape): string[] {
  const defaults = new shape() as Readonly<Record<string, unknown>>;
  return [...readFields(shape).values()]
    .filter(
      ({ name, optional, isConditional }) =>
        !optional && !isConditional && defaults[name] === undefined,
    )
    .map(({ name }) => name);
}

function fieldSchema({ nested, rules }: Field, path: string, descriptions: Descriptions): Schema {
  const itemRules = rules.filter(({ each }) => each);
  const isList = rules.some(({ name, each }) => name === 'isArray' && !each);
  if (nested) {
    const one = objectSchema(nested.shape, nested.list === true ? `${path}[]` : path, descriptions);
    if (nested.list === 'either')
      return { anyOf: [one, { type: 'array', minItems: 1, items: one }] };
    return nested.list ? { type: 'array', items: one } : one;
  }
  if (isList) return { type: 'array', ...merge(LIST_RULES, rules), items: valueSchema(itemRules) };
  return valueSchema(rules);
}

/** A value that is not any text may be a reference too. A rule without a schema of its own is one about texts. */
function valueSchema(rules: readonly Rule[]): Schema {
  const isTrustProxy = rules.some(({ name }) => name === 'isTrustProxy');
  const schema = isTrustProxy
    ? { type: ['boolean', 'integer', 'array'], items: { type: 'string' } }
    : merge(RULES, rules);
  if ('enum' in schema || ('type' in schema && !['string', 'object'].includes(String(schema.type))))
    return { anyOf: [schema, REFERENCE] };
  return 'type' in schema ? schema : { type: 'string', ...schema };
}

const merge = (table: typeof RULES, rules: readonly Rule[]): Schema =>
  Object.assign(
    {},
    ...rules.map(({ name, parameters }) => table[name]?.(...parameters) ?? {}),
  ) as Schema;

const describe = (path: string, descriptions: Descriptions): Schema => {
  const description = descriptions.get(path);
  return description === undefined ? {} : { description };
};
