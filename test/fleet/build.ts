import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..', '..');

/** Compiled scripts for plain Node.js. */
export interface Build {
  readonly folder: string;
  readonly gateway: string;
  readonly vendor: string;
  readonly load: string;
  readonly proxy: string;
  remove(): void;
}

/**
 * Compiles the gateway and the test processes into a temporary folder, because another command may
 * rebuild `dist` while a test runs.
 */
export function build(): Build {
  const folder = newFolder();
  const project = join(folder, 'tsconfig.json');
  writeFileSync(project, JSON.stringify(compilerSettings(folder)));
  execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', project]);
  cpSync(join(ROOT, 'src'), join(folder, 'src'), {
    recursive: true,
    filter: (path) => !path.endsWith('.ts'),
  });
  cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return buildIn(folder);
}

/** A copy that a test may change. */
export function copyOf({ folder }: Build): Build {
  const copy = newFolder();
  cpSync(folder, copy, { recursive: true, verbatimSymlinks: true });
  return buildIn(copy);
}

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'gateway-fleet-'));

function buildIn(folder: string): Build {
  const processOf = (name: string) => join(folder, 'test/fleet/processes', name);
  return {
    folder,
    gateway: join(folder, 'src/bin/main.js'),
    vendor: processOf('vendor.js'),
    load: processOf('load.js'),
    proxy: processOf('proxy.js'),
    remove() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Compiler settings without type checks, which are the job of `npm run typecheck`. */
const compilerSettings = (outDir: string) => ({
  extends: join(ROOT, 'tsconfig.json'),
  compilerOptions: {
    rootDir: ROOT,
    outDir,
    noEmit: false,
    noCheck: true,
    typeRoots: [join(ROOT, 'node_modules/@types')],
    types: ['node'],
  },
  include: [join(ROOT, 'src'), join(ROOT, 'test/fleet/processes')],
  exclude: [join(ROOT, 'src/**/*.spec.ts')],
});
