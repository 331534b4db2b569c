/**
 * Folders that are next to each other must not import each other in a cycle: then each can be read, and
 * changed, knowing only the folders below it in the import graph. Imports between a folder and its own
 * sub-folders are not cycles here. dependency-cruiser finds cycles of files, and its cycles of folders
 * include those between a folder and its sub-folders, so this rule is a test.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { preProcessFile } from 'typescript';

const ROOT = join(__dirname, '..', '..');

interface Import {
  readonly from: string;
  readonly to: string;
}

/** All imports between source files, type-only imports included, without those of unit tests. */
function readImports(): Import[] {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .map((file) => `src/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
  return files.flatMap((from) =>
    preProcessFile(readFileSync(join(ROOT, from), 'utf8'), true, true)
      .importedFiles.map(({ fileName }) => fileName)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => ({ from, to: resolveImport(from, specifier) })),
  );
}

function resolveImport(from: string, specifier: string): string {
  const path = posix.join(dirname(from), specifier.replace(/\.js$/, ''));
  const candidates = [`${path}.ts`, `${path}/index.ts`, path];
  const found = candidates.find((file) => existsSync(join(ROOT, file)));
  if (found === undefined) throw new Error(`${from} imports ${specifier}, which does not exist.`);
  return found;
}

/** The folders next to each other that the two files are in; undefined if there are no such folders. */
function siblingsOf({ from, to }: Import): readonly [string, string] | undefined {
  const fromParts = from.split('/');
  const toParts = to.split('/');
  const depth = fromParts.findIndex((part, index) => part !== toParts[index]);
  const isInFolders = depth < fromParts.length - 1 && depth < toParts.length - 1;
  if (depth === -1 || !isInFolders) return undefined;
  return [fromParts.slice(0, depth + 1).join('/'), toParts.slice(0, depth + 1).join('/')];
}

/** One cycle for each pair of folders that is part of one, as text that names the files. */
function findFolderCycles(imports: readonly Import[]): string[] {
  const examples = new Map<string, Map<string, Import>>();
  for (const one of imports) {
    const [from, to] = siblingsOf(one) ?? [];
    if (from === undefined || to === undefined) continue;
    const targets = examples.get(from) ?? new Map<string, Import>();
    if (!targets.has(to)) targets.set(to, one);
    examples.set(from, targets);
  }
  const cycles = [...examples.keys()].flatMap((folder) => {
    const cycle = shortestCycle(folder, examples);
    return cycle === undefined || folder !== [...cycle].sort()[0] ? [] : [cycle];
  });
  return cycles.map((cycle) => {
    const steps = cycle.map((from, index) => {
      const to = cycle[(index + 1) % cycle.length] ?? from;
      const example = examples.get(from)?.get(to);
      return `  ${example?.from ?? from} imports ${example?.to ?? to}`;
    });
    return [`${[...cycle, cycle[0]].join(' -> ')}:`, ...steps].join('\n');
  });
}

function shortestCycle(
  start: string,
  graph: ReadonlyMap<string, ReadonlyMap<string, unknown>>,
): string[] | undefined {
  const queue: string[][] = [[start]];
  const visited = new Set<string>();
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    for (const next of graph.get(path.at(-1) ?? '')?.keys() ?? []) {
      if (next === start) return path;
      if (visited.has(next)) continue;
      visited.add(next);
      queue.push([...path, next]);
    }
  }
  return undefined;
}

describe('findFolderCycles', () => {
  it('names the folders of a cycle and a file for each of its imports', () => {
    const imports = [
      { from: 'src/a/x/one.ts', to: 'src/b/two.ts' },
      { from: 'src/b/two.ts', to: 'src/c/three.ts' },
      { from: 'src/c/four.ts', to: 'src/a/five.ts' },
    ];
    expect(findFolderCycles(imports)).toEqual([
      [
        'src/a -> src/b -> src/c -> src/a:',
        '  src/a/x/one.ts imports src/b/two.ts',
        '  src/b/two.ts imports src/c/three.ts',
        '  src/c/four.ts imports src/a/five.ts',
      ].join('\n'),
    ]);
  });

  it('allows a folder and its sub-folder to import each other', () => {
    const imports = [
      { from: 'src/a/one.ts', to: 'src/a/x/two.ts' },
      { from: 'src/a/x/two.ts', to: 'src/a/three.ts' },
      { from: 'src/a/x/two.ts', to: 'src/b/four.ts' },
    ];
    expect(findFolderCycles(imports)).toEqual([]);
  });

  it('reports a cycle between sub-folders', () => {
    const imports = [
      { from: 'src/a/x/one.ts', to: 'src/a/y/two.ts' },
      { from: 'src/a/y/three.ts', to: 'src/a/x/four.ts' },
    ];
    expect(findFolderCycles(imports)).toHaveLength(1);
  });
});

it('finds the imports of the source', () => {
  expect(readImports().length).toBeGreaterThan(1_000);
});

it('finds no cycle between folders that are next to each other', () => {
  expect(findFolderCycles(readImports())).toEqual([]);
});
