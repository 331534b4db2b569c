const { join } = require('node:path');
const { projects } = require('../../jest.config');

const unit = projects.find(({ displayName }) => displayName === 'unit');

/** The unit tests beside the sources: the mutation tester runs those that reach each change it makes. */
module.exports = {
  ...unit,
  rootDir: join(__dirname, '..', '..'),
  testEnvironment: 'node', // the mutation tester extends this one
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
};
