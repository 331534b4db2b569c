import type { Terminal } from '../terminal';
import { count, duration } from '../words';

/** Milliseconds between two drawings. */
const DRAW_MS = 100;
/** Cells of the bar. */
const BAR = 24;

/** How far a batch is, in a line that is drawn anew; on no terminal nothing. */
export class ProgressBar {
  private done = 0;
  private failed = 0;
  private drawnAt = -Infinity;
  private readonly startedAt: number;

  constructor(
    private readonly terminal: Terminal,
    private readonly total: number,
    private readonly now: () => number,
  ) {
    this.startedAt = now();
  }

  ended(succeeded: boolean): void {
    this.done += 1;
    if (!succeeded) this.failed += 1;
    if (this.now() - this.drawnAt < DRAW_MS && this.done < this.total) return;
    this.draw();
  }

  draw(): void {
    if (!this.terminal.isWatched) return;
    this.drawnAt = this.now();
    this.terminal.redraw(this.text().slice(0, this.terminal.columns - 1));
  }

  /** Takes the line away. */
  clear(): void {
    if (this.terminal.isWatched) this.terminal.redraw('');
  }

  private text(): string {
    const { done, failed, total } = this;
    const cells = Math.floor((done / total) * BAR);
    const elapsedMs = this.now() - this.startedAt;
    const leftMs = done === 0 ? 0 : (elapsedMs / done) * (total - done);
    return [
      `${'█'.repeat(cells)}${'░'.repeat(BAR - cells)}`,
      `${count(done)} of ${count(total)}`,
      ...(failed > 0 ? [`${count(failed)} failed`] : []),
      ...(done > 0 && done < total ? [`${duration(leftMs)} left`] : []),
    ].join('  ');
  }
}
