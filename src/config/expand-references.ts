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

interface Sources {
  readonly standIn?: StandIn;
  readonly env: Variables;
  readonly readFile: ReadFile;
  readonly faults: Faults;
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
  if (typeof plain === 'string')
    return plain.replace(REFERENCE, (reference, name?: string) =>
      name === undefined ? '${' : (resolveReference(name, sources, at) ?? reference),
    );
  const expandChild = (value: unknown, step: string | number): unknown =>
    expandReferences(value, sources, childPointer(at, step), depth + 1);
  if (Array.isArray(plain)) return plain.map(expandChild);
  if (typeof plain !== 'object' || plain === null) return plain;
  return Object.fromEntries(
    Object.entries(plain).map(([name, value]) => [name, expandChild(value, name)]),
  );
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
