/** Checks bodies against `openapi/sendbird.yaml`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { load } from 'js-yaml';

type Reference = { readonly $ref: string } | { readonly $ref?: undefined };
interface Operation {
  readonly responses: Readonly<Record<string, Reference>>;
  readonly requestBody?: unknown;
}
type Paths = Readonly<Record<string, Readonly<Record<string, Operation | undefined>>>>;

const FILE = join(__dirname, '../../../openapi/sendbird.yaml');
const surface = load(readFileSync(FILE, 'utf8')) as { readonly paths: Paths };

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(surface, 'surface');

const JSON_SCHEMA = 'content/application~1json/schema';
const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** The violations of a schema, one sentence each. */
function faults(pointer: string, body: unknown): readonly string[] {
  const validate = ajv.getSchema(`surface#${pointer}/${JSON_SCHEMA}`);
  if (validate === undefined) return [`no schema at ${pointer}`];
  if (validate(body) === true) return [];
  return (validate.errors ?? []).map((fault) => `${fault.instancePath} ${fault.message ?? ''}`);
}

const fits = (template: string, segments: readonly string[]) => {
  const parts = template.split('/');
  return (
    parts.length === segments.length &&
    parts.every((part, index) => part.startsWith('{') || part === segments[index])
  );
};

interface Described {
  readonly pointer: string;
  readonly operation: Operation;
}

/** The operation for a path without its query. Templates with fewer placeholders take precedence. */
export function described(method: string, path: string): Described | undefined {
  const segments = path.split('/');
  const templates = Object.keys(surface.paths).filter((template) => fits(template, segments));
  const [template = ''] = templates.sort((a, b) => a.split('{').length - b.split('{').length);
  const operation = surface.paths[template]?.[method.toLowerCase()];
  if (operation === undefined) return undefined;
  return { pointer: `/paths/${escaped(template)}/${method.toLowerCase()}`, operation };
}

export const requestFaults = ({ pointer }: Described, body: unknown): readonly string[] =>
  faults(`${pointer}/requestBody`, body);

/** The violations of a reply. A status that is not described is a violation. */
export function replyFaults(
  { pointer, operation: { responses } }: Described,
  status: number,
  body: unknown,
): readonly string[] {
  const exact = Object.hasOwn(responses, status) ? String(status) : `${String(status).charAt(0)}XX`;
  const reference = responses[exact]?.$ref?.slice(1);
  return faults(reference ?? `${pointer}/responses/${exact}`, body);
}
