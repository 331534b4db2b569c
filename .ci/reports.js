const { readFileSync, readdirSync } = require('node:fs');
const { relative } = require('node:path');

/**
 * @typedef {{ fullName: string, status: string, duration?: number }} Result of one test
 * @typedef {{ name: string, status: string, startTime: number, endTime: number, assertionResults: Result[] }} File
 * @returns {File[]} the results by test file
 */
const readFiles = (path) => JSON.parse(readFileSync(path, 'utf8')).testResults;
const failedFiles = (report) => readFiles(report).filter(({ status }) => status === 'failed');
const isFailed = ({ status }) => status === 'failed';

/** The reports of a folder with the name of the suite, the first run of each suite before its second. */
const readReports = (folder) =>
  readdirSync(folder)
    .sort()
    .map((report) => ({ suite: report.split('.')[0], files: readFiles(`${folder}/${report}`) }));

/** A pattern for `-t` that neither a shell nor npm can misread. */
const patternOf = ({ fullName }) => fullName.replace(/\s/g, '\\s').replace(/[^\w\\]/g, '.');

/** Each takes the path of a report or the folder of all reports. */
const COMMANDS = {
  /** Prints the failed files. */
  files(report) {
    for (const { name } of failedFiles(report)) console.log(name);
  },

  /** Prints a pattern of the failed tests, or of all tests if a file failed as a whole. */
  tests(report) {
    const files = failedFiles(report).map(({ assertionResults }) =>
      assertionResults.filter(isFailed),
    );
    if (files.some((tests) => tests.length === 0)) console.log('.*');
    else console.log(`^(${files.flat().map(patternOf).join('|')})$`);
  },

  /** Prints the twenty files that took the longest. */
  slowest(folder) {
    const files = readReports(folder).flatMap(({ suite, files }) =>
      files.map(({ name, startTime, endTime }) => ({ suite, name, ms: endTime - startTime })),
    );
    console.log('The slowest test files:');
    for (const { suite, name, ms } of files.sort((a, b) => b.ms - a.ms).slice(0, 20))
      console.log(
        `${(ms / 1000).toFixed(1).padStart(7)} s ${suite} ${relative(process.cwd(), name)}`,
      );
  },

  /** Prints the number of results, with the last run of each test, and exits with 1 if one has failed. */
  count(folder) {
    const last = new Map();
    for (const { suite, files } of readReports(folder))
      for (const { name, assertionResults } of files)
        for (const { fullName, status } of assertionResults) {
          const key = `${suite} ${name} ${fullName}`;
          if (status !== 'pending' || !last.has(key)) last.set(key, status);
        }
    const count = (wanted) => [...last.values()].filter((status) => status === wanted).length;
    console.log(
      `${count('passed')} passed, ${count('failed')} failed, ${count('pending')} skipped`,
    );
    if (count('failed') > 0) process.exitCode = 1;
  },
};

const [command, argument] = process.argv.slice(2);
COMMANDS[command](argument);
