// Lists what the image carries with its licences; ends with 1 where one is not on the list below.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const ROOT = join(__dirname, '..');

/** Permissive, and without duties beyond the notice that each package brings along. SPDX. */
const ALLOWED = [
  ...['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'CC0-1.0'],
  ...['ISC', 'MIT', 'MIT-0', 'PSF-2.0', 'Python-2.0', 'Unlicense'],
];

const json = (path) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));

/** SPDX, or the types of a list as packages of before 2015 have it. */
function licenceOf(folder) {
  const { license, licenses } = json(join(folder, 'package.json'));
  if (typeof license === 'string') return license;
  const list = [license ?? licenses ?? []].flat();
  return list.map(({ type }) => type).join(' OR ') || 'none';
}

const isAllowed = (expression) =>
  expression
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => ALLOWED.includes(licence)));

const packages = Object.entries(json('package-lock.json').packages)
  .filter(([folder, { dev, devOptional, optional }]) => folder && !dev && !devOptional && !optional)
  .map(([folder, { version }]) => ({
    name: folder.split('node_modules/').at(-1),
    version,
    licence: licenceOf(folder),
  }));

for (const { name, version, licence } of packages) console.log(`${name}@${version}\t${licence}`);
const foreign = packages.filter(({ licence }) => !isAllowed(licence));
for (const { name, licence } of foreign) console.error(`not allowed: ${licence} of ${name}`);
console.log(`${packages.length} packages, ${foreign.length} with a licence that is not allowed`);
process.exitCode = foreign.length === 0 && packages.length > 0 ? 0 : 1;
