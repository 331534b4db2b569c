/** Path segments, percent-decoded after the split, so that `%2F` stays inside its segment. */
export type Segments = readonly string[];

/** Splits and decodes a path. Returns undefined if a segment is not valid percent-encoded UTF-8. */
export function splitPath(rawPath: string): Segments | undefined {
  try {
    return rawPath.split('/').map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

const isPlaceholder = (part: string): boolean => part.startsWith('{') && part.endsWith('}');

/**
 * The values of a template's `{name}` segments, or undefined if the path does not match. A placeholder
 * matches any segment that is not empty.
 */
export function matchTemplate(
  template: string,
  segments: Segments,
): Readonly<Record<string, string>> | undefined {
  const parts = template.split('/');
  if (parts.length !== segments.length) return undefined;
  const pairs = parts.map((part, index) => [part, segments[index] ?? ''] as const);
  const matches = pairs.every(([part, text]) =>
    isPlaceholder(part) ? text !== '' : part === text,
  );
  if (!matches) return undefined;
  return Object.fromEntries(
    pairs
      .filter(([part]) => isPlaceholder(part))
      .map(([part, text]) => [part.slice(1, -1), text] as const),
  );
}

export interface MatchedRoute<R> {
  readonly route: R;
  readonly params: Readonly<Record<string, string>>;
}

/** The first route with this method and path. */
export function findRoute<R extends { readonly method: string; readonly path: string }>(
  routes: readonly R[],
  method: string,
  segments: Segments,
): MatchedRoute<R> | undefined {
  for (const route of routes) {
    if (route.method !== method) continue;
    const params = matchTemplate(route.path, segments);
    if (params !== undefined) return { route, params };
  }
  return undefined;
}
