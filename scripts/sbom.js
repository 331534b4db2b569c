// Prints the SBOM of the image in CycloneDX. `npm sbom --omit=dev` also omits packages that production and
// development share, so this script takes the whole SBOM and removes the packages for development only.
const { execFileSync } = require('node:child_process');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const ROOT = join(__dirname, '..');
const FORMAT = ['--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];

const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
const shipped = new Set(
  Object.entries(lock.packages)
    .filter(
      ([folder, { dev, devOptional, optional }]) => folder && !dev && !devOptional && !optional,
    )
    .map(([folder, { version }]) => `${folder.split('node_modules/').at(-1)}@${version}`),
);

const bom = JSON.parse(
  execFileSync('npm', ['sbom', ...FORMAT], { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 26 }),
);
const components = bom.components.filter(({ name, version }) => shipped.has(`${name}@${version}`));
if (components.length !== shipped.size)
  throw new Error(`the image has ${shipped.size} packages, the SBOM ${components.length}`);
const refs = new Set([
  bom.metadata.component['bom-ref'],
  ...components.map((component) => component['bom-ref']),
]);
const dependencies = bom.dependencies
  .filter(({ ref }) => refs.has(ref))
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((to) => refs.has(to)) }));
console.log(JSON.stringify({ ...bom, components, dependencies }, null, 2));
