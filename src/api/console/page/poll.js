/**
 * Calls `once` again and again, `everyMs` after it has ended, while the page is visible.
 * @param {(signal: AbortSignal) => Promise<void>} once must not fail
 * @returns {() => void} asks anew at once, and forgets what is under way
 */
export function poll(once, everyMs) {
  let current = new AbortController();
  async function start() {
    current.abort();
    current = new AbortController();
    const { signal } = current;
    while (!signal.aborted && document.visibilityState === 'visible') {
      await once(signal);
      await new Promise((resume) => setTimeout(resume, everyMs));
    }
  }
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void start();
    else current.abort();
  });
  void start();
  return () => void start();
}
