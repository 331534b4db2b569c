import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { readDocument } from '../support/documents/documents';

const SCRIPT = join(__dirname, '..', '..', 'scripts', 'release', 'notes.js');
const notes = (version: string) =>
  spawnSync(process.execPath, [SCRIPT, version], { encoding: 'utf8' });

const VERSION = (JSON.parse(readDocument('package.json')) as { readonly version: string }).version;
const IS_RELEASED = readDocument('CHANGELOG.md').includes(`## [${VERSION}] - `);

it('reports every file that has another version than the release', () => {
  const { status, stderr } = notes('99.0.0');
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /package\.json, package-lock\.json, src\/client\/package\.json, src\/cli\/package\.json, helm\/Chart\.yaml/,
  );
});

it('prints the changelog of a version, and fails without a section of it', () => {
  if (IS_RELEASED)
    expect(execFileSync(process.execPath, [SCRIPT, VERSION], { encoding: 'utf8' })).toMatch(
      /^### Added/,
    );
  else
    expect(notes(VERSION)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('has no section') as unknown,
    });
});
