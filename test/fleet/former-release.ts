import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..', '..');

const git = (...parameters: string[]): string =>
  execFileSync('git', parameters, {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** The newest release before this commit; before the first release, this commit without later changes. */
export function formerRelease(): string {
  try {
    return git('describe', '--tags', '--abbrev=0', '--match', 'v[0-9]*', 'HEAD^').trim();
  } catch {
    return 'HEAD';
  }
}

/** The text of a file in a revision. */
export const readSource = (revision: string, path: string): string =>
  git('show', `${revision}:${path}`);

/** Copies the sources of a revision into a temporary folder. @returns its path */
export function copySources(revision: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-former-'));
  const archive = join(folder, 'sources.tar');
  git(
    'archive',
    '--output',
    archive,
    revision,
    'src',
    'test/fleet',
    'tsconfig.json',
    'package.json',
  );
  execFileSync('tar', ['-xf', archive, '-C', folder]);
  return folder;
}
