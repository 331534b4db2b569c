/** The tool's exit codes, for scripts. */
export const EXIT = {
  done: 0,
  /** The gateway replied with a problem, or the vendor refused the call of `vendor`. */
  problem: 1,
  /** `get` or `counters get` has found nothing, as `grep` has found no line. */
  nothing: 1,
  /** The command or an argument is invalid. */
  usage: 2,
  /** Some operations of a batch failed. */
  partialFailure: 3,
  /** No gateway replied. */
  unreachable: 4,
  /** Ctrl-C; shells use 128 + SIGINT (2). */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
