/** Shorter words are masked only where they are a whole word of the caller's texts. */
const MIN_PART_CHARACTERS = 4;
/** A word of at least 12 characters with a digit is an id, or a part of one. */
const ID = /^(?=.*\d).{12,}$/u;
const WORD = /[\p{L}\p{N}_.-]+/gu;
const PERCENT_ENCODED = /(?:%[0-9a-f]{2})+/gi;

/**
 * The vendor's words for a log line, without what the caller sent: vendors repeat values, keys and ids in
 * their messages. Words that look like ids are masked too, since they may name what is stored.
 * @param sent the body and the path parameters of the request
 */
export function maskCallersWords(message: string, ...sent: readonly unknown[]): string {
  const texts = sent.flatMap(textsIn);
  const words = new Set(texts.flatMap((text) => text.match(WORD) ?? []));
  return message.replace(PERCENT_ENCODED, decode).replace(WORD, (word) => {
    const isPart = word.length >= MIN_PART_CHARACTERS && texts.some((text) => text.includes(word));
    return isPart || words.has(word) || ID.test(word) ? '***' : word;
  });
}

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return '***';
  }
}

/** All strings in a JSON value, without the names of its members. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
