import { formatCount, formatDuration } from '../../format';
import type { Terminal } from '../../terminal';

/** The shortest time between two redraws. */
const REDRAW_INTERVAL_MS = 100;
const BAR_WIDTH = 24;

/** The progress of a batch in one status line; draws nothing unless the status goes to a terminal. */
export class ProgressBar {
  private done = 0;
  private failed = 0;
  private drawnAtMs = -Infinity;
  private readonly startedAtMs: number;

  constructor(
    private readonly terminal: Terminal,
    private readonly total: number,
    private readonly nowMs: () => number,
  ) {
    this.startedAtMs = nowMs();
  }

  /** Counts an operation that has ended. */
  advance(succeeded: boolean): void {
    this.done += 1;
    if (!succeeded) this.failed += 1;
    const isRecent = this.nowMs() - this.drawnAtMs < REDRAW_INTERVAL_MS;
    if (isRecent && this.done < this.total) return;
    this.draw();
  }

  draw(): void {
    if (!this.terminal.isStatusTerminal) return;
    this.drawnAtMs = this.nowMs();
    this.terminal.redrawStatus(this.text().slice(0, this.terminal.columns - 1));
  }

  clear(): void {
    if (this.terminal.isStatusTerminal) this.terminal.redrawStatus('');
  }

  private text(): string {
    const { done, failed, total } = this;
    const filled = Math.floor((done / total) * BAR_WIDTH);
    const elapsedMs = this.nowMs() - this.startedAtMs;
    const remainingMs = done === 0 ? 0 : (elapsedMs / done) * (total - done);
    return [
      `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`,
      `${formatCount(done)} of ${formatCount(total)}`,
      ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
      ...(done > 0 && done < total ? [`${formatDuration(remainingMs)} left`] : []),
    ].join('  ');
  }
}
