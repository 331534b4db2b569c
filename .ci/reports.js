const { readFileSync, readdirSync } = require('node:fs');

/** @returns {{ name: string, status: string, assertionResults: { status: string }[] }[]} a row for each file */
const filesOf = (path) => JSON.parse(readFileSync(path, 'utf8')).testResults;

/** `failed REPORT`: the files that failed. `count FOLDER`: what the last run of each file said. */
const COMMANDS = {
  failed(report) {
    for (const { name, status } of filesOf(report)) if (status === 'failed') console.log(name);
  },
  count(folder) {
    const last = new Map();
    for (const report of readdirSync(folder).sort()) {
      const [suite] = report.split('.');
      for (const file of filesOf(`${folder}/${report}`)) last.set(`${suite} ${file.name}`, file);
    }
    const tests = [...last.values()].flatMap(({ assertionResults }) => assertionResults);
    const of = (status) => tests.filter((test) => test.status === status).length;
    console.log(`${of('passed')} passed, ${of('failed')} failed, ${of('pending')} skipped`);
  },
};

const [command, argument] = process.argv.slice(2);
COMMANDS[command](argument);
