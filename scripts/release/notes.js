// Prints the section of CHANGELOG.md for a version. Fails unless every package has that version:
// node scripts/release/notes.js 0.1.0
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { load } = require('js-yaml');

const ROOT = join(__dirname, '..', '..');
const read = (file) => readFileSync(join(ROOT, file), 'utf8');

/** The files that have the version of a release, and each version in them. */
const VERSIONS = {
  'package.json': [JSON.parse(read('package.json')).version],
  'package-lock.json': [JSON.parse(read('package-lock.json')).version],
  'src/client/package.json': [JSON.parse(read('src/client/package.json')).version],
  'src/cli/package.json': [JSON.parse(read('src/cli/package.json')).version],
  'helm/Chart.yaml': [
    load(read('helm/Chart.yaml')).version,
    load(read('helm/Chart.yaml')).appVersion,
  ],
};

/** The text under `## [<version>] - <date>`. @throws Error if there is none */
function sectionOf(changelog, version) {
  const heading = `## [${version}] - `;
  const section = changelog.split(/^(?=## )/m).find((part) => part.startsWith(heading));
  if (section === undefined) throw new Error(`CHANGELOG.md has no section "${heading}<date>".`);
  return section.slice(section.indexOf('\n')).trim();
}

function main([version = '']) {
  const wrong = Object.entries(VERSIONS).filter(([, found]) =>
    found.some((each) => each !== version),
  );
  if (wrong.length > 0)
    throw new Error(
      `These files have another version than ${version}: ${wrong.map(([file]) => file).join(', ')}.`,
    );
  console.log(sectionOf(read('CHANGELOG.md'), version));
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
