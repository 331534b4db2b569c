import { isObject } from '../../kit/json';
import type { Generation } from './generations';
import { Refusal } from '../refusal';

/** What a field means, whatever it is called on the wire. */
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
  | 'channelNames';

/** Wire names of an endpoint's fields; of several the first one sent is read. */
export type WireNames = Readonly<Partial<Record<FieldName, string | readonly string[]>>>;

const missing = (name: string): Refusal => new Refusal(1002, `${name} parameter is required`);
const wrong = (name: string, wanted: string): Refusal =>
  new Refusal(1002, `${name} parameter is not ${wanted}`);

/** A request's fields by meaning. Every reader throws Refusal 1002 for what it cannot take. */
export class Fields {
  constructor(
    private readonly generation: Generation,
    private readonly names: WireNames,
    private readonly sent: ReadonlyMap<string, unknown>,
  ) {}

  /** Wire names that were sent and that the endpoint does not have. */
  unknown(): readonly string[] {
    const known = new Set(Object.values(this.names).flat());
    return [...this.sent.keys()].filter((name) => !known.has(name));
  }

  /** Text that must be there and not be empty. */
  text(field: FieldName): string {
    const text = this.anyText(field);
    if (text === '') throw missing(this.wireName(field));
    return text;
  }

  /** Text that must be there. */
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

  /** 0 or 1; absent: 0. */
  flag(field: FieldName): boolean {
    const number = this.optionalNumber(field) ?? 0;
    if (number !== 0 && number !== 1) throw wrong(this.wireName(field), '0 or 1');
    return number === 1;
  }

  /** Pairs of an object, in order; values as sent. */
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

  /** Texts of a list. */
  list(field: FieldName): readonly string[] {
    const list = this.read(field, 'a list of strings', (raw) =>
      texts(this.generation.structure(raw)),
    );
    if (list === undefined) throw missing(this.wireName(field));
    return list;
  }

  /** Texts of a list that a form repeats the field for; absent: undefined. */
  repeated(field: FieldName): readonly string[] | undefined {
    return this.read(field, 'a list of strings', (raw) => texts(this.generation.repeated(raw)));
  }

  /** JSON true or false; absent: false. */
  boolean(field: FieldName): boolean {
    const truth = this.read(field, 'true or false', (raw) =>
      typeof raw === 'boolean' ? raw : undefined,
    );
    return truth ?? false;
  }

  /** The indices of `name[index]=…` parameters. */
  indices(field: FieldName): readonly string[] {
    const start = `${this.wireName(field)}[`;
    return [...this.sent.keys()]
      .filter((name) => name.startsWith(start) && name.endsWith(']'))
      .map((name) => name.slice(start.length, -1));
  }

  /** Name the field was sent under, else its first. */
  wireName(field: FieldName): string {
    const names = [this.names[field] ?? field].flat();
    return names.find((name) => this.sent.has(name)) ?? names[0] ?? field;
  }

  private read<T>(
    field: FieldName,
    wanted: string,
    convert: (raw: unknown) => T | undefined,
  ): T | undefined {
    if (this.names[field] === undefined) return undefined;
    const name = this.wireName(field);
    const raw = this.sent.get(name);
    if (raw === undefined || raw === null) return undefined;
    const value = convert(raw);
    if (value === undefined) throw wrong(name, wanted);
    return value;
  }
}

function texts(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const list = value as readonly unknown[];
  return list.every((item) => typeof item === 'string') ? list : undefined;
}
