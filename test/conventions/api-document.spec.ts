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

/** The document that is committed; that it is the one of the code is checked by `npm run openapi:check`. */
const FILE = join(__dirname, '..', '..', 'openapi', 'gateway.json');
const { paths } = JSON.parse(readFileSync(FILE, 'utf8')) as {
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
const OPERATIONS = Object.values(paths).flatMap((path) => Object.values(path));
const isWord = (text: string | undefined): boolean => /\w+ \w+/.test(text ?? '');

it.each(OPERATIONS.map((operation) => [operation.operationId, operation] as const))(
  'describes every parameter, header and problem of %s',
  (_, { parameters = [], responses }) => {
    const silent = parameters.filter(({ description }) => !isWord(description));
    expect(silent.map(({ name }) => name)).toEqual([]);
    for (const { description = '', headers = {}, content = {} } of Object.values(responses)) {
      expect(Object.entries(headers).filter(([, header]) => !isWord(header.description))).toEqual(
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

it('tells by which of its codes each vendor says so', () => {
  const put = OPERATIONS.find(({ operationId }) => operationId === 'putMessageEntry');
  const said = Object.values(put?.responses ?? {}).map(({ description = '' }) => description);
  for (const { title, problems = {} } of PROVIDERS)
    for (const note of Object.values(problems))
      if (note.includes('`')) expect(said.join('\n')).toContain(`${title}: ${note}`);
});
