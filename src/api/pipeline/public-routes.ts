/** Routes that need no credentials, including the paths below them. All other routes need credentials. */
const PUBLIC = [
  '/docs',
  '/docs-json',
  '/docs-yaml',
  '/console',
  '/health/live',
  '/health/ready',
  '/metrics',
  '/version',
];

/** @param path still percent-encoded */
export const isPublic = (path: string): boolean =>
  PUBLIC.some((route) => path === route || path.startsWith(`${route}/`));
