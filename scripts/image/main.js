// Runs the steps of the Dockerfile without a container engine, then the image's command on a read-only tree:
// health check, an API call, SIGTERM. Exits with 1 if a check fails.
const { spawnSync } = require('node:child_process');
const { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { buildStage } = require('./build');
const { execForm, lastInstruction, readDockerfile } = require('./dockerfile');
const { runImage } = require('./run');
const { describe, devDependenciesIn, makeReadOnly, remove } = require('./tree');

const { scripts } = require('../../package.json');

const SOURCE = join(__dirname, '..', '..');
const NODE = process.env.NODE24 && join(process.env.NODE24, 'bin', 'node');

function lint() {
  const { error, status, stdout } = spawnSync('hadolint', ['Dockerfile'], {
    cwd: SOURCE,
    encoding: 'utf8',
  });
  if (error) console.log('SKIPPED lint of the Dockerfile: no hadolint (. .ci/tools installs it)');
  else if (status !== 0) throw new Error(stdout);
  else console.log('hadolint: no findings');
}

/** The image's command and health check. @throws Error if they need root or a shell, or differ from `npm start` */
function readPrograms(image) {
  const [user] = lastInstruction(image, 'USER').split(':');
  if (!(Number(user) > 0)) throw new Error('USER must be a number that is not root');
  if (lastInstruction(image, 'RUN') !== '') throw new Error('the image has no shell for RUN');
  const command = execForm(lastInstruction(image, 'CMD'));
  if (`node ${command.join(' ')}` !== scripts.start)
    throw new Error(`the image runs ${command.join(' ')}, but npm start runs ${scripts.start}`);
  return {
    command,
    healthcheck: execForm(lastInstruction(image, 'HEALTHCHECK')),
    environment: Object.fromEntries(
      lastInstruction(image, 'ENV')
        .split(' ')
        .map((pair) => pair.split('=')),
    ),
  };
}

async function main() {
  lint();
  const stages = readDockerfile(readFileSync(join(SOURCE, 'Dockerfile'), 'utf8'));
  const image = stages.at(-1);
  const programs = readPrograms(image);
  if (!NODE || spawnSync(NODE, ['--version']).error) {
    console.log('SKIPPED the steps of the Dockerfile: no Node 24 (. .ci/tools installs it)');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'image-'));
  chmodSync(folder, 0o755); // the steps run as another user
  const folderOf = (name) => join(folder, name);
  const node = folderOf('bin/node');
  cpSync(NODE, node);
  try {
    let app;
    for (const stage of stages) {
      mkdirSync(folderOf(stage.name));
      app = buildStage(stage, { source: SOURCE, folderOf, node });
    }
    const devDependencies = devDependenciesIn(app);
    if (devDependencies.length > 0)
      throw new Error(`packages for development only: ${devDependencies.join(', ')}`);
    makeReadOnly(folder);
    const before = describe(app);
    await runImage({ app, node, ...programs });
    if (describe(app).text !== before.text) throw new Error('the gateway wrote to its folder');
    console.log(
      `the image's tree has ${before.files} files, ${(before.bytes / 1e6).toFixed(1)} MB, and is unchanged`,
    );
  } finally {
    remove(folder);
  }
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
