const UNITS: Readonly<Record<string, number>> = { b: 1, kb: 1024, mb: 1024 ** 2 };

/** Bytes that `512b`, `64kb` or `1mb` stand for; NaN where the text is no such size. */
export function bytesOf(text: unknown): number {
  const parts = typeof text === 'string' ? /^(\d{1,9})(b|kb|mb)$/i.exec(text) : null;
  return Number(parts?.[1]) * (UNITS[parts?.[2]?.toLowerCase() ?? ''] ?? NaN);
}
