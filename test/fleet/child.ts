import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A process that replies to every message with one message. */
export class Child<Request, Reply, First = number> {
  private constructor(
    private readonly process: ChildProcess,
    /** The message that it sent when it was ready. */
    readonly first: First,
  ) {}

  /** Resolves when the process is ready. */
  static async start<Request, Reply, First = number>(
    script: string,
    settings: unknown,
  ): Promise<Child<Request, Reply, First>> {
    const forked = fork(script, [JSON.stringify(settings)], { execArgv: [] });
    const [first] = (await once(forked, 'message')) as [First];
    return new Child(forked, first);
  }

  /** Wait for the reply before the next request. */
  async request(message: Request & (string | number | object)): Promise<Reply> {
    const reply = once(this.process, 'message') as Promise<[Reply]>;
    this.process.send(message);
    return (await reply)[0];
  }

  /** Sends a message whose reply does not matter; nothing if the process has ended. */
  tell(message: Request & (string | number | object)): void {
    if (this.process.connected) this.process.send(message, () => undefined);
  }

  /** Stops the process, as if it got no processor time, until `resume`. */
  pause(): void {
    this.process.kill('SIGSTOP');
  }

  resume(): void {
    this.process.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    await killProcess(this.process);
  }
}

/** Sends SIGKILL and waits for the exit. */
export async function killProcess(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const exit = once(process, 'exit');
  process.kill('SIGKILL');
  await exit;
}
