import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nextState, type SessionEvent, type SessionState } from './session-state';

const cells = (row: string): string[] =>
  row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('`', ''));

it('has the transitions of the table in the README', () => {
  const lines = readFileSync(join(__dirname, '..', 'README.md'), 'utf8').split('\n');
  const start = lines.findIndex((line) => line.startsWith('| state '));
  const end = lines.findIndex((line, index) => index > start && line === '');
  const [head = '', , ...rows] = lines.slice(start, end);
  const [, , ...events] = cells(head);
  expect(rows).toHaveLength(7);
  expect(events).toHaveLength(9);
  for (const row of rows) {
    const [state, , ...targets] = cells(row);
    for (const [index, event] of events.entries()) {
      const next = nextState(state as SessionState, event as SessionEvent);
      expect([state, event, next]).toEqual([
        state,
        event,
        targets[index] === '' ? state : targets[index],
      ]);
    }
  }
});
