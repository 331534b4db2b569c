/**
 * A test environment in which a worker loads each package of `node_modules` once, and not once for each test
 * file: that took most of the CPU of a test file that starts a gateway. The files of this repository are loaded
 * anew for each test file. The state of a package or of `globalThis` outlives a test file.
 *
 * All code runs in the realm of the worker. In Jest's own environment each test file has a realm, and an error
 * of a package that was loaded outside of it would not be an instance of that realm's `Error`.
 */
import { createRequire } from 'node:module';
import vm from 'node:vm';
import type { EnvironmentContext, JestEnvironmentConfig } from '@jest/environment';
import { ModernFakeTimers } from '@jest/fake-timers';
import { TestEnvironment } from 'jest-environment-node';
import { ModuleMocker } from 'jest-mock';

/** Packages of Jest keep the state of a test file. */
const SHARED_PACKAGE = /\/node_modules\/(?!@?jest|expect)/;

const loadPackage = createRequire(__filename);
const { compileFunction } = vm;

/** Jest compiles every module with this function, in the context of its environment. */
vm.compileFunction = (code, parameters, options) =>
  SHARED_PACKAGE.test(options?.filename ?? '')
    ? (module: NodeJS.Module) => void (module.exports = loadPackage(module.filename))
    : compileFunction(code, parameters, { ...options, parsingContext: undefined });

export default class SharedPackages extends TestEnvironment {
  readonly #exit = process.exit.bind(process);

  constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
    super(config, context);
    this.global = globalThis as unknown as SharedPackages['global'];
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimersModern = new ModernFakeTimers({
      config: config.projectConfig,
      global: globalThis,
    });
  }

  override async teardown(): Promise<void> {
    await super.teardown();
    process.exit = this.#exit; // Jest has replaced it
  }
}
