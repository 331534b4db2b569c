/**
 * Runs a task at most once per turn of the event loop, and never twice at the same time. All requests
 * until a run begins are served by that run.
 */
export class CoalescedTask {
  private state: 'idle' | 'scheduled' | 'running' = 'idle';
  private isRequestedAgain = false;
  private awaiting: (() => void)[] = [];

  /** @param task must not reject; it returns whether requests made while it ran lead to another run */
  constructor(private readonly task: () => Promise<boolean>) {}

  request(): void {
    if (this.state === 'running') this.isRequestedAgain = true;
    if (this.state !== 'idle') return;
    this.state = 'scheduled';
    setImmediate(() => void this.run());
  }

  /** Requests a run. Resolves when it has ended, or when none follows the one under way. */
  requestAndWait(): Promise<void> {
    return new Promise((resolve) => {
      this.awaiting.push(resolve);
      this.request();
    });
  }

  private async run(): Promise<void> {
    this.state = 'running';
    this.isRequestedAgain = false;
    const awaiting = this.awaiting.splice(0);
    const mayRunAgain = await this.task();
    this.state = 'idle';
    if (mayRunAgain) this.repeatIfRequested();
    else awaiting.push(...this.awaiting.splice(0));
    for (const resolve of awaiting) resolve();
  }

  private repeatIfRequested(): void {
    if (this.isRequestedAgain) this.request();
  }
}
