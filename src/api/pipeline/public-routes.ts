/** What answers without credentials, with everything below it. Every other address is closed. */
const OPEN = [
  ...['/docs', '/docs-json', '/docs-yaml', '/console'],
  ...['/health/live', '/health/ready', '/metrics', '/version'],
];

/** @param path still percent-encoded */
export const isPublic = (path: string): boolean =>
  OPEN.some((open) => path.startsWith(open) && ['/', undefined].includes(path[open.length]));
