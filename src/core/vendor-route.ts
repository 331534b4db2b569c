import { GatewayError } from './gateway-error';
import { parseJson } from './json';
import type { Draw, VendorMethod } from './upstream';

/** The place of a list in a request whose length is the number of tokens: `count(body.userIds)`. */
export interface CountedField {
  readonly kind: 'body' | 'form';
  /** Names of members from the outside in; a form has one. */
  readonly names: readonly string[];
}

/** A call of the vendor that clients may make through the gateway, with the tokens that it draws. */
export interface VendorRoute {
  readonly method: VendorMethod;
  /** `{name}` stands for one segment. */
  readonly path: string;
  readonly draws: readonly { readonly quota: string; readonly tokens: number | CountedField }[];
}

const SAFE_METHODS: ReadonlySet<string> = new Set<VendorMethod>(['GET', 'HEAD', 'OPTIONS']);

/** Whether a call of this method changes nothing at the vendor (RFC 9110, 9.2.1). */
export const isSafe = (method: string): boolean => SAFE_METHODS.has(method);

/** Whether the tokens of the route depend on the body, so that it is read whole before it is sent. */
export const countsBody = ({ draws }: VendorRoute): boolean =>
  draws.some(({ tokens }) => typeof tokens !== 'number');

const EXPRESSION = /^count\((body((?:\.[A-Za-z_][\w-]*)+)|form\.([A-Za-z_][\w-]*))\)$/;

/** @returns undefined for a text that is no such expression */
export function parseCount(text: string): CountedField | undefined {
  const [, , inBody, inForm] = EXPRESSION.exec(text) ?? [];
  if (inForm !== undefined) return { kind: 'form', names: [inForm] };
  return inBody === undefined ? undefined : { kind: 'body', names: inBody.slice(1).split('.') };
}

const PATH = /^(\/([A-Za-z0-9._~-]+|\{[A-Za-z_]\w*\}))+$/;

/** Whether a path of the configuration has only plain segments and `{name}`. */
export const isRoutePath = (path: string): boolean =>
  PATH.test(path) && !path.split('/').some((segment) => segment === '.' || segment === '..');

/**
 * The route of a path that is still percent-encoded. Fixed segments have to be the same bytes. A `{name}`
 * matches a segment that stays one segment however often a server decodes it.
 */
export function findVendorRoute(
  routes: readonly VendorRoute[],
  method: string,
  path: string,
): VendorRoute | undefined {
  const segments = path.split('/');
  return routes.find((route) => {
    const pattern = route.path.split('/');
    return (
      route.method === method &&
      pattern.length === segments.length &&
      pattern.every((part, index) =>
        part.startsWith('{') ? isPlainSegment(segments[index] ?? '') : part === segments[index],
      )
    );
  });
}

/**
 * Servers differ in how they read backslashes, parameters after `;`, and characters encoded twice or wrongly.
 * A slash is refused in any encoding.
 */
function isPlainSegment(segment: string): boolean {
  if (!isEncodedText(segment)) return false;
  for (let text = segment; ;) {
    if (UNSAFE_CHARACTER.test(text)) return false;
    if (['', '.', '..'].includes(text.split(';')[0] ?? '')) return false;
    const decoded = text.replace(ENCODED_BYTE, (_, hex: string) =>
      String.fromCharCode(parseInt(hex, 16)),
    );
    if (decoded === text) return true;
    text = decoded;
  }
}

const ENCODED_BYTE = /%([0-9a-f]{2})/gi;
/** Control characters of ASCII, and those that end a segment or a path. */
const UNSAFE_CHARACTER = /[^ -~\u0080-\u{10ffff}]|[#?/\\]/u;

function isEncodedText(segment: string): boolean {
  try {
    decodeURIComponent(segment);
    return true;
  } catch {
    return false;
  }
}

/**
 * The tokens that a request draws. A field that is absent or no list counts as one.
 * @throws GatewayError invalid-request if the body cannot be read as the route counts it
 */
export const drawsOf = ({ draws }: VendorRoute, body: Buffer | undefined): readonly Draw[] =>
  draws.map(({ quota, tokens }) => ({
    quota,
    tokens: typeof tokens === 'number' ? tokens : Math.max(1, countIn(tokens, body)),
  }));

function countIn({ kind, names }: CountedField, body: Buffer | undefined): number {
  const text = body?.toString('utf8') ?? '';
  if (kind === 'form') return new URLSearchParams(text).getAll(names[0] ?? '').length;
  const root = parseJson(text);
  if (root === undefined) throw unreadable('must be JSON, because its recipients are counted');
  if (hasRepeatedName(text, root))
    throw unreadable('must not repeat a name, because its recipients are counted');
  let value: unknown = root;
  for (const name of names)
    value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return Array.isArray(value) ? value.length : 1;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A vendor may read the first of two members of the same name, where this process reads the last. */
function hasRepeatedName(text: string, root: unknown): boolean {
  const written = [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(([, colon]) => colon);
  return written.length !== countNames(root);
}

function countNames(root: unknown): number {
  let count = 0;
  const left = [root];
  while (left.length > 0) {
    const value = left.pop();
    if (isObject(value)) count += Object.keys(value).length;
    if (typeof value === 'object' && value !== null)
      left.push(...(Object.values(value) as unknown[]));
  }
  return count;
}

const unreadable = (reason: string) =>
  new GatewayError('invalid-request', `The body ${reason}.`, { errors: [{ pointer: '', reason }] });
