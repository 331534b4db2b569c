// Lists the packages in the image with their licences, and checks those for development too. Exits with 1 if a
// licence is not allowed.
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const ROOT = join(__dirname, '..');

/** SPDX ids of permissive licences that require only the notice that each package includes. */
const PERMISSIVE = [
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

/** Allowed for development, besides: they bind who passes the package on, and nothing of it is in the image. */
const FOR_DEVELOPMENT = [...PERMISSIVE, 'CC-BY-4.0', 'MPL-2.0'];

/**
 * Packages with licences of their own, for development only. These are SDKs of vendors, which the project `sdk`
 * of the tests runs: CONTRIBUTING.md names them.
 */
const EXCEPTIONS = ['@stream-io/node-sdk', 'stream-chat'];

const readJson = (path) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));

/** The SPDX expression, or the types of the list that packages before 2015 have. */
function licenceOf(folder) {
  const { license, licenses } = readJson(join(folder, 'package.json'));
  if (typeof license === 'string') return license;
  const list = [license ?? licenses ?? []].flat();
  return list.map(({ type }) => type).join(' OR ') || 'none';
}

const isOneOf = (allowed, expression) =>
  expression
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => allowed.includes(licence)));

const isAllowed = ({ name, licence, isInImage }) =>
  isOneOf(isInImage ? PERMISSIVE : FOR_DEVELOPMENT, licence) ||
  (!isInImage && EXCEPTIONS.includes(name));

/** Packages for other platforms are not installed. */
const isInstalled = ([folder, { optional }]) =>
  folder !== '' && (!optional || existsSync(join(ROOT, folder)));

const packages = Object.entries(readJson('package-lock.json').packages)
  .filter(isInstalled)
  .map(([folder, { version, dev, devOptional, optional }]) => ({
    name: folder.split('node_modules/').at(-1),
    version,
    isInImage: !dev && !devOptional && !optional,
    licence: existsSync(join(ROOT, folder)) ? licenceOf(folder) : 'unknown (run npm ci)',
  }));
const inImage = packages.filter(({ isInImage }) => isInImage);

for (const { name, version, licence } of inImage) console.log(`${name}@${version}\t${licence}`);
const rejected = packages.filter((one) => !isAllowed(one));
for (const { name, licence, isInImage } of rejected)
  console.error(
    `licence ${licence} of ${name}, ${isInImage ? 'in the image' : 'for development'}, is not allowed`,
  );
console.log(
  `${inImage.length} packages in the image and ${packages.length - inImage.length} for development, ${rejected.length} with a licence that is not allowed`,
);
process.exitCode = rejected.length === 0 && inImage.length > 0 ? 0 : 1;
