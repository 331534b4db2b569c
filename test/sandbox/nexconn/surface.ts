/** Checks bodies against `openapi/nexconn.yaml`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { load } from 'js-yaml';

interface Schema {
  readonly type?: string;
  readonly contentSchema?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}
interface Operation {
  readonly requestBody: {
    readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
  };
  readonly responses: Readonly<Record<string, { readonly $ref: string }>>;
}
interface Surface {
  readonly paths: Readonly<Record<string, { readonly post: Operation }>>;
}

const FILE = join(__dirname, '../../../openapi/nexconn.yaml');
const surface = load(readFileSync(FILE, 'utf8')) as Surface;

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(surface, 'surface');

const FORM = 'application/x-www-form-urlencoded';
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

export const describedPaths = (): readonly string[] => Object.keys(surface.paths);

/** The violations of a schema, one sentence each. */
function faults(pointer: string, value: unknown): readonly string[] {
  const validate = ajv.getSchema(`surface#${encodeURI(pointer)}`);
  if (validate === undefined) return [`no schema at ${pointer}`];
  if (validate(value) === true) return [];
  return (validate.errors ?? []).map((fault) => `${fault.instancePath} ${fault.message ?? ''}`);
}

/** The violations of a request body, including the JSON in its form fields. */
export function requestFaults(path: string, body: string): readonly string[] {
  const [[mediaType, { schema }] = ['', { schema: {} }]] = Object.entries(
    surface.paths[path]?.post.requestBody.content ?? {},
  );
  const pointer = `/paths/${escaped(path)}/post/requestBody/content/${escaped(mediaType)}/schema`;
  if (mediaType !== FORM) return faults(pointer, JSON.parse(body));
  const form = new URLSearchParams(body);
  const fields = Object.entries(schema.properties ?? {}).filter(([name]) => form.has(name));
  const values = fields.map(([name, { type }]) => [
    name,
    type === 'array' ? form.getAll(name) : form.get(name),
  ]);
  const nested = fields
    .filter(([, { contentSchema }]) => contentSchema !== undefined)
    .flatMap(([name]) =>
      faults(
        `${pointer}/properties/${name}/contentSchema`,
        JSON.parse(form.get(name) ?? 'null') as unknown,
      ),
    );
  return [...faults(pointer, Object.fromEntries(values)), ...nested];
}

/** The violations of a reply. A status that is not described is a violation. */
export function replyFaults(path: string, status: number, body: unknown): readonly string[] {
  const response = surface.paths[path]?.post.responses[status];
  if (response === undefined) return [`${path} does not answer ${status}`];
  return faults(`${response.$ref.slice(1)}/content/application~1json/schema`, body);
}
