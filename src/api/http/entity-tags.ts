/** Entity tags in the preconditions of a request (RFC 9110 §8.8.3, §13.1). */

const TAG = String.raw`(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"`;
const TAGS = new RegExp(TAG, 'g');

/** Tags between commas. The RFC allows empty elements (§5.6.1.2), and commas inside of a tag. */
const TAG_LIST = new RegExp(String.raw`^[\s,]*${TAG}(?:\s*,[\s,]*${TAG})*[\s,]*$`);

/**
 * The tags of `If-Match` or `If-None-Match`, or `*`.
 * @returns undefined for a header with another form, or without a tag
 */
export function parseEntityTags(header: string): readonly string[] | undefined {
  if (header.trim() === '*') return ['*'];
  return TAG_LIST.test(header) ? (header.match(TAGS) ?? []) : undefined;
}

/** Whether the header lists this tag, weak or strong, or is `*`: `If-None-Match` compares so (§13.1.2). */
export function listsEntityTag(header: string, tag: string): boolean {
  const tags = parseEntityTags(header) ?? [];
  return tags.some((one) => one === '*' || withoutWeakness(one) === withoutWeakness(tag));
}

const withoutWeakness = (tag: string): string => tag.replace(/^W\//, '');
