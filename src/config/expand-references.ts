import { childPointer } from '../validation';
import type { Variables } from './environment';
import type { Faults } from './faults';
import { failureCode, type ReadFile } from './read-file';

/** Ends the recursion at a YAML alias to its own parent; no real configuration is this deep. */
const MAX_DEPTH = 32;

/** `$${` stands for `${` itself. */
const REFERENCE = /\$\$\{|\$\{([^}]*)\}/g;

/** @param at pointer of the text that has the reference */
export type StandIn = (reference: string, at: string) => string;

/**
 * By pointer: a text that is one reference and whose replacement reads as a number, `true` or `false`, and whether it
 * is taken as that instead of as a text. The file does not say which of them the setting needs.
 */
export type ScalarReferences = Map<string, boolean>;

interface Sources {
  readonly standIn?: StandIn;
  readonly env: Variables;
  readonly readFile: ReadFile;
  readonly faults: Faults;
  /** Gets each such text that it does not have. */
  readonly scalars: ScalarReferences;
}

/**
 * Copies a document and replaces every `${NAME}` and `${file:/path}` in its texts. The inserted text is
 * not searched for references. The last line break of a file is dropped. A reference that cannot be
 * replaced stays as it is and adds a fault.
 * @param at pointer of `plain`
 */
export function expandReferences(plain: unknown, sources: Sources, at = '', depth = 0): unknown {
  if (depth > MAX_DEPTH) {
    sources.faults.add(at, 'is nested too deeply');
    return undefined;
  }
  if (typeof plain === 'string') return expandText(plain, sources, at);
  const expandChild = (value: unknown, step: string | number): unknown =>
    expandReferences(value, sources, childPointer(at, step), depth + 1);
  if (Array.isArray(plain)) return plain.map(expandChild);
  if (typeof plain !== 'object' || plain === null) return plain;
  return Object.fromEntries(
    Object.entries(plain).map(([name, value]) => [name, expandChild(value, name)]),
  );
}

function expandText(plain: string, sources: Sources, at: string): unknown {
  const text = plain.replace(REFERENCE, (reference, name?: string) =>
    name === undefined ? '${' : (resolveReference(name, sources, at) ?? reference),
  );
  const scalar = /^\$\{[^}]*\}$/.test(plain) ? readScalar(text) : undefined;
  if (scalar === undefined) return text;
  const { scalars } = sources;
  if (!scalars.has(at)) scalars.set(at, false);
  return scalars.get(at) ? scalar : text;
}

/** @returns undefined for a text that is not a number in decimal notation, `true` or `false` */
function readScalar(text: string): number | boolean | undefined {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?(0|[1-9]\d{0,14})(\.\d{1,6})?$/.test(text) ? Number(text) : undefined;
}

/** @param name the text between the braces */
function resolveReference(name: string, sources: Sources, at: string): string | undefined {
  if (name.startsWith('file:')) return readSecretFile(name.slice('file:'.length), sources, at);
  if (!/^[A-Za-z_]\w*$/.test(name)) {
    sources.faults.add(at, 'contains a reference other than ${NAME} and ${file:/path}');
    return undefined;
  }
  const value = sources.env[name];
  if (value) return value;
  if (sources.standIn) return sources.standIn(name, at);
  const state = value === '' ? 'empty' : 'not set';
  sources.faults.add(at, `refers to the environment variable ${name}, which is ${state}`);
  return undefined;
}

function readSecretFile(
  path: string,
  { readFile, faults, standIn }: Sources,
  at: string,
): string | undefined {
  try {
    const content = readFile(path).replace(/\r?\n$/, '');
    if (content !== '') return content;
    faults.add(at, `refers to the file ${path}, which is empty`);
  } catch (error) {
    if (standIn) return standIn(path, at);
    faults.add(at, `refers to the file ${path}, which cannot be read (${failureCode(error)})`);
  }
  return undefined;
}
