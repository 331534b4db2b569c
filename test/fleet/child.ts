import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A process that answers every message with one of its own. */
export class Child<Question, Answer, First = number> {
  private constructor(
    private readonly process: ChildProcess,
    /** What it said when it was ready. */
    readonly first: First,
  ) {}

  /** @returns once it is ready */
  static async start<Question, Answer, First = number>(
    script: string,
    settings: unknown,
  ): Promise<Child<Question, Answer, First>> {
    const forked = fork(script, [JSON.stringify(settings)], { execArgv: [] });
    const [first] = (await once(forked, 'message')) as [First];
    return new Child(forked, first);
  }

  /** One question at a time. */
  async ask(question: Question & (string | number | object)): Promise<Answer> {
    const answer = once(this.process, 'message') as Promise<[Answer]>;
    this.process.send(question);
    return (await answer)[0];
  }

  /** Stands still, as a process does that gets no time. */
  stop(): void {
    this.process.kill('SIGSTOP');
  }

  goOn(): void {
    this.process.kill('SIGCONT');
  }

  async end(): Promise<void> {
    await ended(this.process);
  }
}

/** Kills it, whatever it is doing, and waits until it is gone. */
export async function ended(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const gone = once(process, 'exit');
  process.kill('SIGKILL');
  await gone;
}
