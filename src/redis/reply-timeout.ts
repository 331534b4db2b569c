/** A grant in a later reply could hardly be used any more, so such a reply counts as lost. */
const REPLY_TIMEOUT_MS = 300;

/** @throws Error when no reply came in time; Redis may have carried out the command all the same */
export async function withReplyTimeout<T>(reply: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      // After a stall of this process the reply may have arrived without being read yet.
      setImmediate(() => setImmediate(reject, new Error('Redis did not answer in time.')));
    }, REPLY_TIMEOUT_MS);
  });
  try {
    return await Promise.race([reply, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
