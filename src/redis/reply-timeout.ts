/** Milliseconds; a reply that takes longer is as good as none: what it grants could not be used. */
const TIMEOUT_MS = 300;

/** @throws Error where no reply came in time; what was asked for may have been done all the same */
export async function withReplyTimeout<T>(reply: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      // After a stall of this process the answer may be here and only not read yet.
      setImmediate(() => setImmediate(reject, new Error('Redis did not answer in time.')));
    }, TIMEOUT_MS);
  });
  try {
    return await Promise.race([reply, late]);
  } finally {
    clearTimeout(timer);
  }
}
