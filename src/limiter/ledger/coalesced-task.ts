/**
 * Runs a task at most once per turn of the event loop, and never twice at the same time. All requests
 * until a run begins are served by that run.
 */
export class CoalescedTask {
  private state: 'idle' | 'scheduled' | 'running' = 'idle';
  private isRequestedAgain = false;

  /** @param task must not reject; it returns whether requests made while it ran lead to another run */
  constructor(private readonly task: () => Promise<boolean>) {}

  request(): void {
    if (this.state === 'running') this.isRequestedAgain = true;
    if (this.state !== 'idle') return;
    this.state = 'scheduled';
    setImmediate(() => void this.run());
  }

  private async run(): Promise<void> {
    this.state = 'running';
    this.isRequestedAgain = false;
    const mayRunAgain = await this.task();
    this.state = 'idle';
    if (mayRunAgain) this.repeatIfRequested();
  }

  private repeatIfRequested(): void {
    if (this.isRequestedAgain) this.request();
  }
}
