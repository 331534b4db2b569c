/** How the tool ends, for scripts. */
export const EXIT = {
  done: 0,
  /** The gateway said no, with a problem. */
  problem: 1,
  /** The command makes no sense as it was given. */
  usage: 2,
  /** Some operations of a batch failed. */
  partly: 3,
  /** No gateway answered. */
  unreachable: 4,
  /** Ctrl-C, as shells say it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
