import { isObject } from '../../kit/json';
import { Refusal } from '../model/errors';
import type { Generation } from './generations';

/** The meaning of a field, independent of its name in a request. */
export type FieldName =
  | 'messageId'
  | 'userId'
  | 'channelType'
  | 'channelId'
  | 'subchannelId'
  | 'metadata'
  | 'keys'
  | 'key'
  | 'value'
  | 'autoDelete'
  | 'echo'
  | 'page'
  | 'notificationType'
  | 'notification'
  | 'sender'
  | 'recipients'
  | 'messageType'
  | 'content'
  | 'hasMetadata'
  | 'channelNames'
  | 'channelIds';

/** The names of an endpoint's fields in requests. Of several names, the first one that was sent is read. */
export type WireNames = Readonly<Partial<Record<FieldName, string | readonly string[]>>>;

const missing = (name: string): Refusal => new Refusal(1002, `${name} parameter is required`);
const wrongType = (name: string, expected: string): Refusal =>
  new Refusal(1002, `${name} parameter is not ${expected}`);

/** A request's fields by meaning. Every reader throws Refusal 1002 if the value is wrong. */
export class Fields {
  constructor(
    private readonly generation: Generation,
    private readonly names: WireNames,
    private readonly sent: ReadonlyMap<string, unknown>,
  ) {}

  /** Names of sent fields that the endpoint does not have. */
  unknownNames(): readonly string[] {
    const known = new Set(Object.values(this.names).flat());
    return [...this.sent.keys()].filter((name) => !known.has(name));
  }

  /** Required text that must not be empty. */
  text(field: FieldName): string {
    const text = this.anyText(field);
    if (text === '') throw missing(this.wireName(field));
    return text;
  }

  /** Required text; may be empty. */
  anyText(field: FieldName): string {
    const text = this.optionalText(field);
    if (text === undefined) throw missing(this.wireName(field));
    return text;
  }

  optionalText(field: FieldName): string | undefined {
    return this.read(field, 'a string', (raw) => this.generation.text(raw));
  }

  number(field: FieldName): number {
    const number = this.optionalNumber(field);
    if (number === undefined) throw missing(this.wireName(field));
    return number;
  }

  optionalNumber(field: FieldName): number | undefined {
    return this.read(field, 'a whole number', (raw) => this.generation.number(raw));
  }

  /** Reads 0 or 1; default: 0. */
  flag(field: FieldName): boolean {
    const number = this.optionalNumber(field) ?? 0;
    if (number !== 0 && number !== 1) throw wrongType(this.wireName(field), '0 or 1');
    return number === 1;
  }

  /** The pairs of a required object, in order, with unchecked values. */
  pairs(field: FieldName): readonly (readonly [string, unknown])[] {
    const pairs = this.optionalPairs(field);
    if (pairs === undefined) throw missing(this.wireName(field));
    return pairs;
  }

  optionalPairs(field: FieldName): readonly (readonly [string, unknown])[] | undefined {
    return this.read(field, 'an object', (raw) => {
      const value = this.generation.structure(raw);
      return isObject(value) ? Object.entries(value) : undefined;
    });
  }

  /** A required list of texts. */
  list(field: FieldName): readonly string[] {
    const list = this.read(field, 'a list of strings', (raw) =>
      asTexts(this.generation.structure(raw)),
    );
    if (list === undefined) throw missing(this.wireName(field));
    return list;
  }

  /** An optional list of texts. A form sends it as a repeated field. */
  repeated(field: FieldName): readonly string[] | undefined {
    return this.read(field, 'a list of strings', (raw) => asTexts(this.generation.repeated(raw)));
  }

  /** Reads JSON true or false; default: false. */
  boolean(field: FieldName): boolean {
    const value = this.read(field, 'true or false', (raw) =>
      typeof raw === 'boolean' ? raw : undefined,
    );
    return value ?? false;
  }

  /** The indices of parameters such as `chatroom[index]=name`. */
  indices(field: FieldName): readonly string[] {
    const prefix = `${this.wireName(field)}[`;
    return [...this.sent.keys()]
      .filter((name) => name.startsWith(prefix) && name.endsWith(']'))
      .map((name) => name.slice(prefix.length, -1));
  }

  /** The name under which the field was sent, else its first name. */
  wireName(field: FieldName): string {
    const names = [this.names[field] ?? field].flat();
    return names.find((name) => this.sent.has(name)) ?? names[0] ?? field;
  }

  private read<T>(
    field: FieldName,
    expected: string,
    convert: (raw: unknown) => T | undefined,
  ): T | undefined {
    if (this.names[field] === undefined) return undefined;
    const name = this.wireName(field);
    const raw = this.sent.get(name);
    if (raw === undefined || raw === null) return undefined;
    const value = convert(raw);
    if (value === undefined) throw wrongType(name, expected);
    return value;
  }
}

function asTexts(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const list = value as readonly unknown[];
  return list.every((item) => typeof item === 'string') ? list : undefined;
}
