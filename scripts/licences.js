// Lists the packages in the image with their licences. Exits with 1 if a licence is not allowed.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const ROOT = join(__dirname, '..');

/** SPDX ids of permissive licences that require only the notice that each package includes. */
const ALLOWED = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'PSF-2.0',
  'Python-2.0',
  'Unlicense',
];

const readJson = (path) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));

/** The SPDX expression, or the types of the list that packages before 2015 have. */
function licenceOf(folder) {
  const { license, licenses } = readJson(join(folder, 'package.json'));
  if (typeof license === 'string') return license;
  const list = [license ?? licenses ?? []].flat();
  return list.map(({ type }) => type).join(' OR ') || 'none';
}

const isAllowed = (expression) =>
  expression
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => ALLOWED.includes(licence)));

const packages = Object.entries(readJson('package-lock.json').packages)
  .filter(([folder, { dev, devOptional, optional }]) => folder && !dev && !devOptional && !optional)
  .map(([folder, { version }]) => ({
    name: folder.split('node_modules/').at(-1),
    version,
    licence: licenceOf(folder),
  }));

for (const { name, version, licence } of packages) console.log(`${name}@${version}\t${licence}`);
const rejected = packages.filter(({ licence }) => !isAllowed(licence));
for (const { name, licence } of rejected)
  console.error(`licence ${licence} of ${name} is not allowed`);
console.log(`${packages.length} packages, ${rejected.length} with a licence that is not allowed`);
process.exitCode = rejected.length === 0 && packages.length > 0 ? 0 : 1;
