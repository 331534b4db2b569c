import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { transformFileSync, type Options } from '@swc/core';
import options from '../support/process/swc-options.json';

const ROOT = resolve(__dirname, '..', '..');

/** Compiled scripts for plain Node.js. */
export interface Build {
  readonly folder: string;
  readonly gateway: string;
  readonly vendor: string;
  readonly load: string;
  readonly senders: string;
  readonly proxy: string;
  remove(): void;
}

/**
 * Compiles the gateway and the test processes into a temporary folder, because another command may
 * rebuild `dist` while a test runs. As for the tests themselves, the compiler checks no types.
 * @param root folder of the sources; default: this checkout
 */
export function build(root = ROOT): Build {
  const folder = newFolder();
  for (const source of SOURCES) compile(root, source, folder);
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return buildIn(folder);
}

const SOURCES = ['src', 'test/fleet/processes'];

/** Compiles the TypeScript files of a folder of the sources, without unit tests, and copies the others. */
function compile(root: string, source: string, folder: string): void {
  const from = join(root, source);
  const to = join(folder, source);
  cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith('.ts') });
  for (const name of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts') || name.endsWith('.spec.ts')) continue;
    const { code } = transformFileSync(join(from, name), { ...(options as Options), swcrc: false });
    writeFileSync(join(to, name.replace(/\.ts$/, '.js')), code);
  }
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
    senders: processOf('senders.js'),
    proxy: processOf('proxy.js'),
    remove() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
