import { cpus } from 'node:os';

/** Milliseconds of all cores together since the machine started. */
export interface CpuTime {
  readonly idle: number;
  readonly all: number;
}

export function cpuTime(): CpuTime {
  const times = cpus().map((core) => core.times);
  const idle = times.reduce((sum, core) => sum + core.idle, 0);
  const busy = times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, 0);
  return { idle, all: idle + busy };
}

/** The share of the machine's processor time that was idle since `before`. */
export function idleSince(before: CpuTime): number {
  const now = cpuTime();
  return (now.idle - before.idle) / (now.all - before.all);
}
