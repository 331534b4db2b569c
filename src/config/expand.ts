import { childPointer } from '../validation';
import type { Variables } from './environment';
import type { Faults } from './faults';
import { failureCode, type ReadFile } from './read-file';

/** No configuration is this deep; a YAML alias to its own parent is deeper than any. */
const MAX_DEPTH = 32;

/** `$${` is a literal `${`. */
const REFERENCE = /\$\$\{|\$\{([^}]*)\}/g;

interface Sources {
  readonly env: Variables;
  readonly readFile: ReadFile;
  readonly faults: Faults;
}

/**
 * A copy with every `${NAME}` and `${file:/path}` in its texts replaced, once: what comes in is not
 * looked at again. The last line break of a file is left out. What cannot be replaced stays and is a
 * fault.
 */
export function expand(plain: unknown, sources: Sources, at = '', depth = 0): unknown {
  if (depth > MAX_DEPTH) {
    sources.faults.add(at, 'is nested too deeply');
    return undefined;
  }
  if (typeof plain === 'string')
    return plain.replace(REFERENCE, (whole, name?: string) =>
      name === undefined ? '${' : (look(name, sources, at) ?? whole),
    );
  const inner = (value: unknown, step: string | number): unknown =>
    expand(value, sources, childPointer(at, step), depth + 1);
  if (Array.isArray(plain)) return plain.map(inner);
  if (typeof plain !== 'object' || plain === null) return plain;
  return Object.fromEntries(
    Object.entries(plain).map(([name, value]) => [name, inner(value, name)]),
  );
}

function look(name: string, sources: Sources, at: string): string | undefined {
  if (name.startsWith('file:')) return contentOf(name.slice('file:'.length), sources, at);
  const value = sources.env[name];
  if (/^[A-Za-z_]\w*$/.test(name) && value) return value;
  const known = /^[A-Za-z_]\w*$/.test(name);
  sources.faults.add(
    at,
    known
      ? `the environment variable ${name} is ${value === '' ? 'empty' : 'not set'}`
      : 'has a reference that is neither ${NAME} nor ${file:/path}',
  );
  return undefined;
}

function contentOf(path: string, { readFile, faults }: Sources, at: string): string | undefined {
  try {
    const content = readFile(path).replace(/\r?\n$/, '');
    if (content !== '') return content;
    faults.add(at, `the file ${path} is empty`);
  } catch (error) {
    faults.add(at, `the file ${path} cannot be read (${failureCode(error)})`);
  }
  return undefined;
}
