// Packs the command-line tool with everything that it needs: node scripts/release/pack-tool.js [build] [folder]
// `build` is the folder of the compiled sources (dist), `folder` that of the tarball (the working directory).
const { execFileSync } = require('node:child_process');
const { cpSync, mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');

const ROOT = join(__dirname, '..', '..');
const SOURCE = join(ROOT, 'src', 'cli');

const isCode = (path) => !/\.(map|d\.ts|tsbuildinfo|json|md)$/.test(path);

function main([build = join(ROOT, 'dist'), folder = '.']) {
  const staged = mkdtempSync(join(tmpdir(), 'chat-metadata-'));
  for (const part of ['cli', 'client'])
    cpSync(join(build, part), join(staged, 'dist', part), { recursive: true, filter: isCode });
  for (const file of ['package.json', 'README.md']) cpSync(join(SOURCE, file), join(staged, file));
  cpSync(join(ROOT, 'LICENSE'), join(staged, 'LICENSE'));
  for (const name of Object.keys(require(join(SOURCE, 'package.json')).dependencies)) {
    cpSync(join(ROOT, 'node_modules', name), join(staged, 'node_modules', name), {
      recursive: true,
    });
  }
  const pack = ['pack', '--silent', '--pack-destination', resolve(folder)];
  execFileSync('npm', pack, { cwd: staged, stdio: 'inherit' });
  rmSync(staged, { recursive: true });
}

main(process.argv.slice(2));
