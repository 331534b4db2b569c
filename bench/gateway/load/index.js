const { start, stop } = require('../processes');

/**
 * Where load goes: `size` is what the call is made with, where it has one.
 * @typedef {{ port: number, pid: number, call: string, size?: number }} Target
 *
 * @typedef {object} Result of answers with 200; `cpuMicros` is what each cost the process `pid`
 * @property {number} count
 * @property {number} perSecond
 * @property {number} cpuMicros
 * @property {{ p50: number, p99: number, p999: number }} latency milliseconds
 * @property {Record<string, number>} failures by status; 0: cut
 */

/** A process that makes load, one kind at a time. */
class Load {
  #child = start('rest', [process.execPath, require.resolve('./main.js')], { ipc: true });

  /** Callers who call again as soon as they are answered. @returns {Promise<Result>} */
  closed(/** @type {Target} */ target, connections, forMs, more = {}) {
    return this.#run({ loop: 'closed', ...target, connections, forMs, ...more });
  }

  /** Calls at fixed times. @returns {Promise<Result>} */
  open(/** @type {Target} */ target, perSecond, forMs) {
    return this.#run({ loop: 'open', ...target, perSecond, forMs });
  }

  stop() {
    return stop(this.#child);
  }

  /** @param {object} settings @returns {Promise<Result>} */
  #run(settings) {
    return new Promise((resolve, reject) => {
      const ended = () => reject(new Error('The load has ended.'));
      this.#child.once('exit', ended);
      this.#child.once('message', (/** @type {Result} */ result) => {
        this.#child.off('exit', ended);
        resolve(result);
      });
      this.#child.send(settings);
    });
  }
}

module.exports = { Load };
