const { readFileSync, readdirSync } = require('node:fs');

/** @returns {{ name: string, status: string, assertionResults: { status: string }[] }[]} results by test file */
const readFiles = (path) => JSON.parse(readFileSync(path, 'utf8')).testResults;

/** `failed REPORT` prints the failed files. `count FOLDER` counts the results of the last run of each file. */
const COMMANDS = {
  failed(report) {
    for (const { name, status } of readFiles(report)) if (status === 'failed') console.log(name);
  },
  count(folder) {
    const lastRuns = new Map();
    for (const report of readdirSync(folder).sort()) {
      const [suite] = report.split('.');
      for (const file of readFiles(`${folder}/${report}`))
        lastRuns.set(`${suite} ${file.name}`, file);
    }
    const tests = [...lastRuns.values()].flatMap(({ assertionResults }) => assertionResults);
    const count = (status) => tests.filter((test) => test.status === status).length;
    console.log(
      `${count('passed')} passed, ${count('failed')} failed, ${count('pending')} skipped`,
    );
  },
};

const [command, argument] = process.argv.slice(2);
COMMANDS[command](argument);
