import { isRecord, type JsonObject } from '../../core/json';
import type { Entry } from '../../core/metadata';
import { RESERVED_NAMES, type Resource } from './reserved-names';
import type { StreamSettings } from './settings';

/** One value is written as a text, several or none as a list of texts. */
export const wireValue = (values: readonly string[]): string | readonly string[] =>
  values.length === 1 ? (values[0] ?? '') : values;

/** A text is one value, a list of texts several, and anything else one value: its JSON text. */
function valuesOf(wire: unknown): readonly string[] {
  if (typeof wire === 'string') return [wire];
  if (Array.isArray(wire) && wire.every((value) => typeof value === 'string')) return wire;
  return [JSON.stringify(wire)];
}

/** The custom data among the fields of a channel or message: those that are no system fields, and `custom`. */
export function customFields(
  resource: Resource,
  { reservedNames }: StreamSettings,
  fields: JsonObject,
): [string, unknown][] {
  const reserved = new Set([...RESERVED_NAMES[resource], ...reservedNames]);
  const own = Object.entries(fields).filter(([name]) => !reserved.has(name));
  const nested = isRecord(fields.custom) ? Object.entries(fields.custom) : [];
  return [...new Map([...own, ...nested])];
}

/** The metadata of a channel or message. */
export const entriesOf = (
  resource: Resource,
  settings: StreamSettings,
  fields: JsonObject,
): Entry[] =>
  customFields(resource, settings, fields).map(([key, wire]) => ({ key, values: valuesOf(wire) }));
