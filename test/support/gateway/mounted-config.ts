import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Files = Readonly<Record<string, string>>;

/** A folder as Kubernetes mounts it: each file is a link through `..data`, which is replaced atomically. */
export interface MountedConfig {
  path(name: string): string;
  /** Replaces the contents of the folder in one atomic step. */
  swap(files: Files): void;
  remove(): void;
}

export function mountConfig(files: Files): MountedConfig {
  const folder = mkdtempSync(join(tmpdir(), 'mounted-'));
  let version = 0;
  const linked = new Set<string>();
  const swap = (next: Files): void => {
    const before = `..v${version}`;
    const now = `..v${(version += 1)}`;
    mkdirSync(join(folder, now));
    for (const [name, text] of Object.entries(next)) writeFileSync(join(folder, now, name), text);
    symlinkSync(now, join(folder, '..data_tmp'));
    renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
    for (const name of Object.keys(next).filter((one) => !linked.has(one))) {
      symlinkSync(join('..data', name), join(folder, name));
      linked.add(name);
    }
    rmSync(join(folder, before), { recursive: true, force: true });
  };
  swap(files);
  return {
    path: (name) => join(folder, name),
    swap,
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}
