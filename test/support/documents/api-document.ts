import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

/** The parts of the OpenAPI document, as `/docs-json` replies it, that its tests read. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
}

export interface DocumentedOperation {
  readonly parameters?: readonly DocumentedParameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Exemplified>> };
}

export interface DocumentedParameter extends Exemplified {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
}

/** A value with named examples, one, or one in its schema. */
interface Exemplified {
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
  readonly example?: unknown;
  readonly schema?: { readonly example?: unknown };
}

/** A reply to an operation. */
export interface DocumentedReply {
  readonly status: number;
  readonly body: string;
  /** The media type, with or without its parameters. */
  readonly type: string;
}

/** Writes come first, so that reads and deletions find their target. */
const METHOD_ORDER = ['PUT', 'PATCH', 'POST', 'GET', 'DELETE', 'OPTIONS'];

/** Compares two operations by their methods, in upper case. */
export const writesFirst = (one: { method: string }, other: { method: string }): number =>
  METHOD_ORDER.indexOf(one.method) - METHOD_ORDER.indexOf(other.method);

/** The example that Swagger UI fills in once the title is selected: the first if none is called so. */
export function exampleOf({ examples = {}, example, schema }: Exemplified, title: string): unknown {
  const [first] = Object.values(examples);
  return (examples[title] ?? first)?.value ?? example ?? schema?.example;
}

/** Their examples name what exists only in a configuration or for a moment, so they reply 404 here. */
const ABSENT = /\/(leases\/\{lease\}|suspended-shares\/\{replica\}|vendor\/\{path\})$/;

/** Returns a function that lists the deviations of a reply from the document. Every example must succeed. */
export function createReplyCheck(document: ApiDocument) {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema(document, 'gateway');
  const escaped = (part: string) =>
    encodeURIComponent(part.replace(/~/g, '~0').replace(/\//g, '~1'));
  return (method: string, path: string, { status, body, type }: DocumentedReply): string[] => {
    if (status === 404 && ABSENT.test(path)) return [];
    if (status < 200 || status > 299) return [`replied ${status} ${body}`];
    if (!type.startsWith('application/json')) return [];
    const parts = ['paths', path, method.toLowerCase(), 'responses', String(status), 'content'];
    const at = [...parts, 'application/json', 'schema'].map(escaped).join('/');
    const validate = ajv.getSchema(`gateway#/${at}`);
    if (validate === undefined) return [`${status} is not documented`];
    return validate(JSON.parse(body)) ? [] : [ajv.errorsText(validate.errors)];
  };
}
