import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROVIDERS } from '../../src/providers/registry';
import { PROBLEMS } from '../../src/api/http/problems/problem-table';

interface Described {
  readonly description?: string;
}
interface Operation extends Described {
  readonly operationId: string;
  readonly parameters?: readonly (Described & { readonly name: string })[];
  readonly responses: Readonly<
    Record<
      string,
      Described & {
        readonly headers?: Readonly<Record<string, Described>>;
        readonly content?: object;
      }
    >
  >;
}

/** The committed document; `npm run openapi:check` compares it with the code. */
const FILE = join(__dirname, '..', '..', 'openapi', 'gateway.json');
const { paths } = JSON.parse(readFileSync(FILE, 'utf8')) as {
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
const OPERATIONS = Object.values(paths).flatMap((path) => Object.values(path));
const hasWords = (text: string | undefined): boolean => /\w+ \w+/.test(text ?? '');

it.each(OPERATIONS.map((operation) => [operation.operationId, operation] as const))(
  'describes every parameter, header and problem of %s',
  (_, { parameters = [], responses }) => {
    const undescribed = parameters.filter(({ description }) => !hasWords(description));
    expect(undescribed.map(({ name }) => name)).toEqual([]);
    for (const { description = '', headers = {}, content = {} } of Object.values(responses)) {
      expect(Object.entries(headers).filter(([, header]) => !hasWords(header.description))).toEqual(
        [],
      );
      const notes = description.split('\n').filter((line) => line.startsWith('- `'));
      for (const note of notes) {
        const [, code = ''] = /^- `([a-z-]+)`: \*\*.+\.\*\* \S.+\. \S.+\.$/.exec(note) ?? [note];
        expect(Object.keys(PROBLEMS)).toContain(code);
        expect(note).not.toMatch(/[{}]/);
      }
      expect(notes.length > 0).toBe('application/problem+json' in content);
    }
  },
);

it.each([
  ['createLease', 'Priority'],
  ['vendorGet', 'Priority'],
  ['vendorPost', 'Priority'],
  ['batch', 'Cache-Control'],
])('has the header of %s: %s', (id, header) => {
  const operation = OPERATIONS.find(({ operationId }) => operationId === id);
  expect(operation?.parameters?.map(({ name }) => name)).toContain(header);
});

it('names the vendor codes behind each problem', () => {
  const put = OPERATIONS.find(({ operationId }) => operationId === 'putMessageEntry');
  const text = Object.values(put?.responses ?? {})
    .map(({ description = '' }) => description)
    .join('\n');
  const notes = PROVIDERS.flatMap(({ title, problems = {} }) =>
    Object.values(problems)
      .filter((note) => note.includes('`'))
      .map((note) => `${title}: ${note}`),
  );
  expect(notes.length).toBeGreaterThan(5);
  for (const note of notes) expect(text).toContain(note);
});
