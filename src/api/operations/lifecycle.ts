import { setTimeout as delay } from 'node:timers/promises';

/** How often it is looked whether the calls under way have ended. */
const LOOK_MS = 20;

/** Whether this replica still takes calls, and which are under way. */
export class Lifecycle {
  private ending = false;
  private calls = 0;

  get isDraining(): boolean {
    return this.ending;
  }

  /** A call is under way until it is told to have ended. @returns what tells so */
  begin(): () => void {
    this.calls += 1;
    return () => {
      this.calls -= 1;
    };
  }

  drain(): void {
    this.ending = true;
  }

  /** Resolves when no call is under way, at the latest after so many milliseconds. */
  async idle(withinMs: number): Promise<void> {
    const deadlineMs = performance.now() + withinMs;
    while (this.calls > 0 && performance.now() < deadlineMs) await delay(LOOK_MS);
  }
}
