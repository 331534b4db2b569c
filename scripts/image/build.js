const { spawnSync } = require('node:child_process');
const { chownSync, cpSync, mkdirSync, readdirSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { copyContext } = require('./context');

/** Whom distroless images call nonroot. */
const NOBODY = 65532;

/** How this machine reaches the registry. */
const REACH = /^(node_extra_ca_certs|ssl_cert_(file|dir)|(https?|no)_proxy|npm_config_registry)$/i;

/** As root, everything is done as somebody who may do nothing. */
const identity = process.getuid() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

/** Carries the steps of a stage out in a folder that stands for the root of its file system. */
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
      give(root);
      const { status } = spawnSync('sh', ['-c', command], {
        ...identity,
        cwd: workdir,
        stdio: ['ignore', 'ignore', 'inherit'],
        env: buildEnvironment(root, node),
      });
      if (status !== 0) throw new Error(`${command} ended with ${status}`);
    },
  };
  for (const { instruction, text } of stage.steps) {
    if (instruction in steps) console.log(`${stage.name}: ${instruction} ${text}`);
    steps[instruction]?.(text);
  }
  return workdir;
}

/** Node 24 before this machine's npm, and nothing else of its environment. */
function buildEnvironment(root, node) {
  const kept = Object.entries(process.env).filter(([name]) => REACH.test(name));
  return {
    ...Object.fromEntries(kept),
    HOME: root,
    npm_config_cache: give(join(root, '..', 'npm-cache')),
    PATH: `${dirname(node)}:${process.env.PATH}`,
    npm_config_loglevel: 'error',
    npm_config_update_notifier: 'false',
  };
}

/** @returns the folder, there and in the hands of whoever runs the steps */
function give(folder) {
  mkdirSync(folder, { recursive: true });
  if (identity.uid === undefined) return folder;
  chownSync(folder, identity.uid, identity.gid);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (!entry.isSymbolicLink())
      chownSync(join(entry.parentPath, entry.name), identity.uid, identity.gid);
  return folder;
}

module.exports = { buildStage, identity };
