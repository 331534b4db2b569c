import type { ErrorCode } from '../../core/gateway-error';
import { isReadOperation, type OperationName } from '../../core/operation';
import { PROVIDERS } from '../../providers/registry';
import { PROBLEMS } from '../http/problems/problem-table';

/** What the words in braces of the table of problems mean on a route. */
interface Words {
  readonly target: string;
  readonly access: string;
  readonly actor: string;
  readonly readback: string;
  readonly again: string;
}

const READ: Words = {
  target: 'channel or message',
  access: 'read',
  actor: 'something is missing',
  readback: '',
  again: 'A read is safe to repeat.',
};

const WRITE: Words = {
  ...READ,
  access: 'write',
  actor: 'the vendor wants an acting user and neither `X-Actor-Id` nor the connection names one',
  readback: ', and reading back did not show what became of the write',
  again:
    '`applied` says what the vendor did: at `no` the write is safe to repeat, at `unknown` read first.',
};

const wordsOf = (name: OperationName | undefined): Words => ({
  ...(name === undefined || isReadOperation(name) ? READ : WRITE),
  ...(name !== undefined && { target: name.startsWith('message.') ? 'message' : 'channel' }),
});

/** A problem as the reply of a route describes it, in Markdown, with what differs between vendors. */
export function problemNote(code: ErrorCode, name: OperationName | undefined): string {
  const { title, why, then } = PROBLEMS[code];
  const words = wordsOf(name);
  const filled = `${why} ${then}`.replace(
    /\{(\w+)\}/g,
    (_, word: string) => words[word as keyof Words],
  );
  const own = PROVIDERS.filter(
    ({ capabilities }) => name !== undefined && capabilities[name] !== undefined,
  ).flatMap(({ title: vendor, problems }) =>
    problems?.[code] === undefined ? [] : [`\n  - ${vendor}: ${problems[code]}`],
  );
  return `- \`${code}\`: **${title}.** ${filled}${own.join('')}`;
}
