import type { Answer } from '../../support/gateway/call';
import { agrees, readStatement, type Statement } from './statement';

const answer = (status: number, applied?: unknown, found?: readonly object[]): Answer => ({
  status,
  headers: new Headers(),
  text: '',
  body: { applied, found },
});

describe('readStatement', () => {
  it.each<[string, Answer, Statement]>([
    ['a success', answer(200), 'applied'],
    ['a failure with applied yes', answer(502, 'yes'), 'applied'],
    ['a failure with applied no', answer(422, 'no'), 'not applied'],
    ['a failure with applied unknown', answer(504, 'unknown'), 'unknown'],
    ['a failure that names the key', answer(502, { keys: ['k'] }), 'applied'],
    ['a failure that names other keys', answer(502, { keys: ['other'] }), 'not applied'],
    ['a failure without applied', answer(500), 'unstated'],
  ])('reads %s', (_, given, statement) => {
    expect(readStatement(given, 'k')).toBe(statement);
  });

  it('reads the present values of a key that was changed in part', () => {
    const applied = { keys: [], changed: ['k'] };
    const found = [{ key: 'k', values: ['old', 'new'] }];
    expect(readStatement(answer(502, applied, found), 'k')).toEqual({ changedTo: ['old', 'new'] });
    expect(readStatement(answer(502, applied), 'k')).toEqual({ changedTo: 'not read' });
  });
});

describe('agrees', () => {
  const change = { before: ['old'], after: ['old', 'more'] };

  it.each<[Statement, boolean, boolean]>([
    ['applied', false, true],
    ['not applied', true, false],
    ['unknown', true, true],
    ['unstated', false, false],
  ])('compares %s with the old and the new values', (statement, withOld, withNew) => {
    expect(agrees(statement, change, change.before, false)).toBe(withOld);
    expect(agrees(statement, change, change.after, false)).toBe(withNew);
  });

  it('rejects values that no part of the write can leave, even if the outcome is unknown', () => {
    for (const multiValued of [false, true]) {
      expect(agrees('unknown', change, ['other'], multiValued)).toBe(false);
      expect(agrees('unknown', change, ['old', 'other'], multiValued)).toBe(false);
    }
    for (const lost of [undefined, []]) {
      expect(agrees('unknown', change, lost, true)).toBe(false);
    }
  });

  it('accepts values between two vendor calls only if keys have several values', () => {
    expect(agrees('unknown', change, ['more'], true)).toBe(true);
    expect(agrees('unknown', change, ['more'], false)).toBe(false);
  });

  it('requires that a changed key is as found, and neither as before nor as asked', () => {
    const changedTo = ['old', 'mo'];
    expect(agrees({ changedTo }, change, changedTo, true)).toBe(true);
    expect(agrees({ changedTo: 'not read' }, change, changedTo, true)).toBe(true);
    expect(agrees({ changedTo }, change, ['mo'], true)).toBe(false);
    for (const values of [change.before, change.after])
      expect(agrees({ changedTo: values }, change, values, true)).toBe(false);
  });
});
