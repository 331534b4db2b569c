/** A clock that stands still until it is advanced, by a millisecond at a time. */
class VirtualClock {
  #nowMs = 0;
  /** By the millisecond in which they are due. @type {Map<number, { wake?: () => void }[]>} */
  #timers = new Map();

  now = () => this.#nowMs;

  schedule = (atMs, wake) => {
    const dueMs = Math.max(this.#nowMs + 1, Math.ceil(atMs));
    const timer = { wake };
    const due = this.#timers.get(dueMs);
    if (due) due.push(timer);
    else this.#timers.set(dueMs, [timer]);
    return () => (timer.wake = undefined);
  };

  advance() {
    this.#nowMs += 1;
    const due = this.#timers.get(this.#nowMs) ?? [];
    this.#timers.delete(this.#nowMs);
    for (const { wake } of due) wake?.();
  }
}

module.exports = { VirtualClock };
