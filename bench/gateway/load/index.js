const { start, stop } = require('../processes');

/**
 * The target of the load; `size` is the argument of the call's builder, if it has one.
 * @typedef {{ port: number, pid: number, call: string, size?: number }} Target
 *
 * @typedef {object} Result of the calls answered with 200; `cpuMicros` is the CPU time of the target per call
 * @property {number} count
 * @property {number} perSecond
 * @property {number} cpuMicros
 * @property {{ p50: number, p99: number, p999: number }} latency milliseconds
 * @property {Record<string, number>} failures by status; 0 is a closed connection
 */

/** A process that generates load. Runs one loop at a time. */
class Load {
  #child = start('shared', [process.execPath, require.resolve('./main.js')], { ipc: true });

  /** Callers that each call again as soon as they are answered. @returns {Promise<Result>} */
  closed(/** @type {Target} */ target, connections, forMs, options = {}) {
    return this.#run({ loop: 'closed', ...target, connections, forMs, ...options });
  }

  /** Calls at fixed times, independent of the answers. @returns {Promise<Result>} */
  open(/** @type {Target} */ target, perSecond, forMs) {
    return this.#run({ loop: 'open', ...target, perSecond, forMs });
  }

  stop() {
    return stop(this.#child);
  }

  /** @param {object} settings @returns {Promise<Result>} */
  #run(settings) {
    return new Promise((resolve, reject) => {
      const ended = () => reject(new Error('The load process has exited.'));
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
