import { parseUrgency } from './priority';

it.each([
  [undefined, 3],
  ['', 3],
  ['u=0', 0],
  ['u=7, i', 7],
  ['i, u=1', 1],
  ['u=1, u=5', 5],
  ['u=2;x=1', 2],
  ['u=8', 3],
  ['u=-1', 3],
  ['u=1.5', 3],
  ['u="1"', 3],
  ['urgency=1', 3],
])('reads %j as urgency %d', (header, urgency) => {
  expect(parseUrgency(header, 3)).toBe(urgency);
});
