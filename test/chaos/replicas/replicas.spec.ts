import { setTimeout as sleep } from 'node:timers/promises';
import { report } from '../report/row';
import { Callers } from './callers';
import { LONG, SHORT } from './faults';
import { leaked, violationsOf } from './judge';
import { startStage, type ChaosStage } from './stage';

const isLong = process.env.CHAOS === 'long';
const BEFORE_MS = 2_000;

let stage: ChaosStage;
beforeAll(async () => {
  stage = await startStage();
  await new Callers(stage).warmUp();
}, 180_000);
afterAll(() => stage.close());

it.each(isLong ? LONG : SHORT)(
  '$name',
  async ({ name, strike, forMs, dies = false }) => {
    for (const vendor of stage.vendors) await vendor.reset();
    const callers = new Callers(stage);
    const [, own] = await Promise.all([
      callers.run(forMs + BEFORE_MS),
      sleep(BEFORE_MS).then(() => strike(stage)),
    ]);
    const violations = [
      ...ownOf(own),
      ...(await violationsOf(stage, callers)),
      ...(dies && !isLong ? [] : await leaked(stage)),
    ];
    report({
      fault: name,
      requests: callers.requests,
      violations: violations.length,
      answers: callers.tally,
    });
    expect(violations).toEqual([]);
  },
  120_000,
);

const ownOf = (found: unknown): readonly unknown[] =>
  Array.isArray(found) ? found.filter((one) => typeof one === 'string') : [];
