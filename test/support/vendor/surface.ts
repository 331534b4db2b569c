/** Checks vendor calls against the API documents `openapi/<vendor>.yaml`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { load } from 'js-yaml';
import { isRecord, parseJson } from '../../../src/core/json';
import type { Exchange } from './recorder';
import { headerOf, type WireReply, type WireRequest } from './wire';

interface Operation {
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}
interface Surface {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation | undefined>>>>;
}

const surfaces = new Map<string, Surface>();
/** The documents are validated as such by `npm run openapi:lint`. */
const SETTINGS = { strict: false, allErrors: true, validateSchema: false };
const FORM = 'application/x-www-form-urlencoded';
const ajv = new Ajv2020(SETTINGS);
/** Form fields are text and a list of one looks like a single value, so they are coerced to the schema's types. */
const formAjv = new Ajv2020({ ...SETTINGS, coerceTypes: 'array' });
addFormats(ajv);
addFormats(formAjv);

/** Departures of a recorded call from the vendor's API document, one sentence each; empty if there are none. */
export function findSurfaceViolations(
  vendor: string,
  { request, reply, isUndocumented }: Exchange,
): string[] {
  const called = `${request.method} ${request.path}`;
  const found = findOperation(vendor, request);
  if (found === undefined) return [`${called}: is not in openapi/${vendor}.yaml`];
  const { pointer, operation } = found;
  const violations = [
    ...checkRequest(vendor, pointer, operation, request),
    ...(reply === undefined || isUndocumented ? [] : checkReply(vendor, pointer, operation, reply)),
  ];
  return violations.map((violation) => `${called}: ${violation}`);
}

/** Departures of a reply from the vendor's API document; undefined: the document does not describe the call. */
export function findReplyViolations(
  vendor: string,
  request: Pick<WireRequest, 'method' | 'path'>,
  reply: Pick<WireReply, 'status' | 'body'>,
): string[] | undefined {
  const found = findOperation(vendor, request);
  return found && checkReply(vendor, found.pointer, found.operation, reply);
}

function checkRequest(vendor: string, pointer: string, operation: Operation, sent: WireRequest) {
  if (operation.requestBody === undefined)
    return sent.body === '' ? [] : ['has a body that is not described'];
  const [type = 'none'] = headerOf(sent, 'content-type')?.split(';') ?? [];
  const body = type === FORM ? parseForm(sent.body) : parseJson(sent.body);
  return checkSchema(vendor, `${pointer}/requestBody`, type, body);
}

function checkReply(
  vendor: string,
  pointer: string,
  { responses }: Operation,
  reply: Pick<WireReply, 'status' | 'body'>,
) {
  const status = String(reply.status);
  const range = `${status.charAt(0)}XX`;
  const name = [status, range, 'default'].find((one) => Object.hasOwn(responses, one));
  if (name === undefined) return [`answered ${status}, which is not described`];
  const at = `${pointer}/responses/${name}`;
  return checkSchema(vendor, at, 'application/json', parseJson(reply.body));
}

function checkSchema(vendor: string, pointer: string, type: string, body: unknown): string[] {
  const at = `${resolveReference(vendor, pointer)}/content/${escaped(type)}/schema`;
  const validate = (type === FORM ? formAjv : ajv).getSchema(`${vendor}#${at}`);
  if (validate === undefined) return [`${at} is not described`];
  if (validate(body) === true) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message = '' }) => `${at} ${instancePath} ${message}: ${JSON.stringify(body)}`,
  );
}

/** Follows the `$ref` at `pointer`, if there is one. */
function resolveReference(vendor: string, pointer: string): string {
  const steps = pointer.slice(1).split('/').map(unescaped);
  const found = steps.reduce<unknown>(
    (node, step) => (isRecord(node) ? node[step] : undefined),
    loadSurface(vendor),
  );
  const reference = isRecord(found) ? found.$ref : undefined;
  return typeof reference === 'string' ? reference.slice(1) : pointer;
}

/** The operation for a path as sent. Templates with fewer placeholders take precedence. */
function findOperation(vendor: string, { method, path }: Pick<WireRequest, 'method' | 'path'>) {
  const segments = (path.split('?')[0] ?? '').split('/');
  const [template] = Object.keys(loadSurface(vendor).paths)
    .filter((one) => fits(one.split('/'), segments))
    .sort((one, other) => one.split('{').length - other.split('{').length);
  if (template === undefined) return undefined;
  const verb = method.toLowerCase();
  const operation = loadSurface(vendor).paths[template]?.[verb];
  return operation && { operation, pointer: `/paths/${escaped(template)}/${verb}` };
}

function loadSurface(vendor: string): Surface {
  const known = surfaces.get(vendor);
  if (known !== undefined) return known;
  const file = join(__dirname, '../../../openapi', `${vendor}.yaml`);
  const surface = load(readFileSync(file, 'utf8')) as Surface;
  surfaces.set(vendor, surface);
  ajv.addSchema(surface, vendor);
  formAjv.addSchema(surface, vendor);
  return surface;
}

const fits = (template: readonly string[], segments: readonly string[]): boolean =>
  template.length === segments.length &&
  template.every((part, index) => part.startsWith('{') || part === segments[index]);

/** Parses a form; repeated fields become lists. */
function parseForm(body: string): object {
  const fields = new URLSearchParams(body);
  const names = [...new Set(fields.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = fields.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');
const unescaped = (step: string) => step.replaceAll('~1', '/').replaceAll('~0', '~');
