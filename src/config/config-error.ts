/** The configuration cannot be used; says everything that is wrong with it, and no value of it. */
export class ConfigError extends Error {
  /** @param faults one line each: where, and the rule it breaks */
  constructor(readonly faults: readonly string[]) {
    super(['The configuration cannot be used:', ...faults.map((fault) => `  ${fault}`)].join('\n'));
    this.name = 'ConfigError';
  }
}
