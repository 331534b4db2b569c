/** A setting or a part of a call that no request can carry. Nothing was sent. */
export class InvalidArgument extends TypeError {
  override readonly name = 'InvalidArgument';
}

/**
 * Checks a part of a path. `fetch` removes the segments `.` and `..` and the segment before the latter, so that
 * the request would reach another resource.
 * @throws InvalidArgument for text that cannot be a path segment
 */
export function checkSegment(name: string, text: unknown): void {
  if (text === undefined || text === '' || text === '.' || text === '..')
    throw new InvalidArgument(`${name} must not be empty, "." or "..": no URL carries it`);
}
