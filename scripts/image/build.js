const { spawnSync } = require('node:child_process');
const { chownSync, cpSync, mkdirSync, readdirSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { copyContext } = require('./context');

/** The user `nonroot` of distroless images. */
const NONROOT_ID = 65532;

/** Environment variables that configure the access to the package registry. */
const NETWORK_VARIABLES =
  /^(node_extra_ca_certs|ssl_cert_(file|dir)|(https?|no)_proxy|npm_config_registry)$/i;

/** Root runs the steps as an unprivileged user. */
const identity = process.getuid() === 0 ? { uid: NONROOT_ID, gid: NONROOT_ID } : {};

/** Runs the steps of a stage in a folder that takes the place of its file system. @returns the working directory */
function buildStage(stage, { source, folderOf, node }) {
  const root = folderOf(stage.name);
  let workdir = root;
  const steps = {
    WORKDIR: (text) => {
      workdir = join(root, text);
      mkdirSync(workdir, { recursive: true });
    },
    COPY: (text) => {
      const [, from, paths] = /^(?:--from=(\S+) )?(.*)$/.exec(text);
      const [target, ...names] = paths.split(' ').reverse();
      const to = join(workdir, target);
      if (from === undefined) copyContext(source, names, target === './' ? `${to}/` : to);
      else for (const name of names) cpSync(join(folderOf(from), name), to, { recursive: true });
    },
    RUN: (command) => {
      prepareFolder(root);
      const { status } = spawnSync('sh', ['-c', command], {
        ...identity,
        cwd: workdir,
        stdio: ['ignore', 'ignore', 'inherit'],
        env: buildEnvironment(root, node),
      });
      if (status !== 0) throw new Error(`${command} exited with ${status}`);
    },
  };
  for (const { instruction, text } of stage.steps) {
    if (instruction in steps) console.log(`${stage.name}: ${instruction} ${text}`);
    steps[instruction]?.(text);
  }
  return workdir;
}

/** An environment with Node 24 first on the PATH, and of this machine only the network variables. */
function buildEnvironment(root, node) {
  const kept = Object.entries(process.env).filter(([name]) => NETWORK_VARIABLES.test(name));
  return {
    ...Object.fromEntries(kept),
    HOME: root,
    npm_config_cache: prepareFolder(join(root, '..', 'npm-cache')),
    PATH: `${dirname(node)}:${process.env.PATH}`,
    npm_config_loglevel: 'error',
    npm_config_update_notifier: 'false',
  };
}

/** Creates a folder that belongs to the user of the steps. @returns the folder */
function prepareFolder(folder) {
  mkdirSync(folder, { recursive: true });
  if (identity.uid === undefined) return folder;
  chownSync(folder, identity.uid, identity.gid);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (!entry.isSymbolicLink())
      chownSync(join(entry.parentPath, entry.name), identity.uid, identity.gid);
  return folder;
}

module.exports = { buildStage, identity };
