/** Checks of vendor calls against the vendors' surfaces, `openapi/<vendor>.yaml`. */
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
const FORM = 'application/x-www-form-urlencoded';
const ajv = new Ajv2020({ strict: false, allErrors: true });
/** A form knows neither numbers nor lists of one: fields are read as their schemas want them. */
const formAjv = new Ajv2020({ strict: false, allErrors: true, coerceTypes: 'array' });
addFormats(ajv);
addFormats(formAjv);

/** What of a recorded call is not as the vendor's surface describes it, in words. */
export function surfaceFaults(vendor: string, { request, reply, spoiled }: Exchange): string[] {
  const called = `${request.method} ${request.path}`;
  const found = operationOf(vendor, request);
  if (found === undefined) return [`${called}: is not on the surface of ${vendor}`];
  const { pointer, operation } = found;
  const faults = [
    ...requestFaults(vendor, pointer, operation, request),
    ...(reply === undefined || spoiled ? [] : replyFaults(vendor, pointer, operation, reply)),
  ];
  return faults.map((fault) => `${called}: ${fault}`);
}

function requestFaults(vendor: string, pointer: string, operation: Operation, sent: WireRequest) {
  if (operation.requestBody === undefined)
    return sent.body === '' ? [] : ['has a body that is not described'];
  const type = headerOf(sent, 'content-type') ?? 'none';
  const body = type === FORM ? formOf(sent.body) : parseJson(sent.body);
  return schemaFaults(vendor, `${pointer}/requestBody`, type, body);
}

function replyFaults(vendor: string, pointer: string, { responses }: Operation, reply: WireReply) {
  const status = String(reply.status);
  const range = `${status.charAt(0)}XX`;
  const name = [status, range, 'default'].find((one) => Object.hasOwn(responses, one));
  if (name === undefined) return [`answered ${status}, which is not described`];
  const at = `${pointer}/responses/${name}`;
  return schemaFaults(vendor, at, 'application/json', parseJson(reply.body));
}

function schemaFaults(vendor: string, pointer: string, type: string, body: unknown): string[] {
  const at = `${resolved(vendor, pointer)}/content/${escaped(type)}/schema`;
  const validate = (type === FORM ? formAjv : ajv).getSchema(`${vendor}#${at}`);
  if (validate === undefined) return [`${at} is not described`];
  if (validate(body) === true) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message = '' }) => `${at} ${instancePath} ${message}: ${JSON.stringify(body)}`,
  );
}

/** Follows a reference that stands where a body or a reply is described. */
function resolved(vendor: string, pointer: string): string {
  const steps = pointer.slice(1).split('/').map(unescaped);
  const found = steps.reduce<unknown>(
    (node, step) => (isRecord(node) ? node[step] : undefined),
    surfaceOf(vendor),
  );
  const reference = isRecord(found) ? found.$ref : undefined;
  return typeof reference === 'string' ? reference.slice(1) : pointer;
}

/** The operation of a path as sent; literal templates come before others. */
function operationOf(vendor: string, { method, path }: WireRequest) {
  const segments = (path.split('?')[0] ?? '').split('/');
  const [template] = Object.keys(surfaceOf(vendor).paths)
    .filter((one) => fits(one.split('/'), segments))
    .sort((one, other) => one.split('{').length - other.split('{').length);
  if (template === undefined) return undefined;
  const verb = method.toLowerCase();
  const operation = surfaceOf(vendor).paths[template]?.[verb];
  return operation && { operation, pointer: `/paths/${escaped(template)}/${verb}` };
}

function surfaceOf(vendor: string): Surface {
  const known = surfaces.get(vendor);
  if (known !== undefined) return known;
  const file = join(__dirname, '../../openapi', `${vendor}.yaml`);
  const surface = load(readFileSync(file, 'utf8')) as Surface;
  surfaces.set(vendor, surface);
  ajv.addSchema(surface, vendor);
  formAjv.addSchema(surface, vendor);
  return surface;
}

const fits = (template: readonly string[], segments: readonly string[]): boolean =>
  template.length === segments.length &&
  template.every((part, index) => part.startsWith('{') || part === segments[index]);

/** Repeated fields become lists. */
function formOf(body: string): object {
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
