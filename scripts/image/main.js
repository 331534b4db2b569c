// Runs the steps of the Dockerfile without an engine, then the image's command on a tree that cannot
// be written: health check, a call, SIGTERM. Ends with 1 where one of them fails.
const { spawnSync } = require('node:child_process');
const { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { buildStage } = require('./build');
const { execForm, last, readDockerfile } = require('./dockerfile');
const { runImage } = require('./run');
const { close, describe, devDependenciesIn, remove } = require('./tree');

const { scripts } = require('../../package.json');

const SOURCE = join(__dirname, '..', '..');
const NODE = process.env.NODE24 && join(process.env.NODE24, 'bin', 'node');

function lint() {
  const { error, status, stdout } = spawnSync('hadolint', ['Dockerfile'], {
    cwd: SOURCE,
    encoding: 'utf8',
  });
  if (error) console.log('SKIPPED lint of the Dockerfile: no hadolint (. .ci/tools brings it)');
  else if (status !== 0) throw new Error(stdout);
  else console.log('hadolint: nothing to say');
}

/** What the image runs. @throws Error where that would want root or a shell, or is not what `npm start` runs */
function readPrograms(image) {
  const [user] = last(image, 'USER').split(':');
  if (!(Number(user) > 0)) throw new Error('USER must be a number that is not root');
  if (last(image, 'RUN') !== '') throw new Error('the image has no shell to RUN anything with');
  const command = execForm(last(image, 'CMD'));
  if (`node ${command.join(' ')}` !== scripts.start)
    throw new Error(`the image runs ${command.join(' ')}, where npm start runs ${scripts.start}`);
  return {
    command,
    healthcheck: execForm(last(image, 'HEALTHCHECK')),
  };
}

async function main() {
  lint();
  const stages = readDockerfile(readFileSync(join(SOURCE, 'Dockerfile'), 'utf8'));
  const image = stages.at(-1);
  const programs = readPrograms(image);
  if (!NODE || spawnSync(NODE, ['--version']).error) {
    console.log('SKIPPED the steps of the Dockerfile: no Node 24 (. .ci/tools brings it)');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'image-'));
  chmodSync(folder, 0o755); // whoever runs the steps is not who made it
  const folderOf = (name) => join(folder, name);
  const node = folderOf('bin/node');
  cpSync(NODE, node);
  try {
    let app;
    for (const stage of stages) {
      mkdirSync(folderOf(stage.name));
      app = buildStage(stage, { source: SOURCE, folderOf, node });
    }
    const strays = devDependenciesIn(app);
    if (strays.length > 0) throw new Error(`development only: ${strays.join(', ')}`);
    close(folder);
    const before = describe(app);
    await runImage({ app, node, ...programs });
    if (describe(app).text !== before.text) throw new Error('something was written below the app');
    console.log(
      `the tree: ${before.files} files, ${(before.bytes / 1e6).toFixed(1)} MB; unchanged`,
    );
  } finally {
    remove(folder);
  }
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
