import { QUOTA_AT_REST } from '../../../test/limiter/ledger/quota-view';
import { FleetQuota, type FreeAt } from './fleet-quota';
import { LedgerForecast } from './ledger-forecast';
import type { QuotaView } from './messages';

const WINDOW_MS = 1000;
const ANSWER_MS = 50;
const VIEW: QuotaView = { ...QUOTA_AT_REST, limit: 20, free: 20 };

/** When the tokens can be granted by a view that has just arrived. */
function times(
  view: Partial<QuotaView>,
  nths: readonly number[],
  { held = [], drawSize = 1 }: { held?: readonly FreeAt[]; drawSize?: number } = {},
): number[] {
  const quota = new FleetQuota({ ...VIEW, ...view }, 0, WINDOW_MS);
  const answers = { recentAnswerMs: ANSWER_MS };
  const forecast = new LedgerForecast(quota, [], held, WINDOW_MS, answers, 0);
  return nths.map((nth) => forecast.timeOf(nth, drawSize));
}

it('expects free tokens at once, or all together when the quota opens', () => {
  expect(times({}, [1, 20])).toEqual([0, 0]);
  expect(times({ cooldownMs: 4000 }, [1, 20])).toEqual([4000, 4000]);
  expect(times({ quarantineMs: 7000 }, [1, 20])).toEqual([7000, 7000]);
});

it('expects none of the tokens of a burst before the first of them', () => {
  const resting = {
    free: 0,
    resting: 20,
    restingFreeInMs: [
      [1, 900],
      [20, 938],
    ] as const,
  };
  expect(times(resting, [1, 2, 20])).toEqual([900, 902, 938]);
});

it('expects tokens in flight after a window and an answer, the first after a window', () => {
  expect(times({ free: 0 }, [1, 10, 20])).toEqual([1002.5, 1025, 1050]);
});

it('expects tokens that a lease or a suspended share holds when these have ended, and a window later', () => {
  const held: FreeAt[] = [[20, 5000]];
  expect(times({ free: 0 }, [1], { held })).toEqual([6000]);
});

it('lets the other tokens go round while some are held', () => {
  const held: FreeAt[] = [[5, 270_000]];
  expect(times({ free: 15 }, [15, 16, 31], { held })).toEqual([0, 1050, 2100]);
  expect(times({ free: 15 }, [18], { held, drawSize: 18 })).toEqual([271_000]);
});

it('lets tokens that become free pay for those in use beyond a lowered limit', () => {
  const lowered = {
    limit: 2,
    free: -18,
    resting: 20,
    restingFreeInMs: [
      [1, 100],
      [20, 860],
    ] as const,
  };
  expect(times(lowered, [1, 2])).toEqual([820, 860]);
});

it('expects tokens that are set aside elsewhere at once, and later if they were lacked already', () => {
  const aside = { free: 0, setAside: 20, ownAside: 5 };
  expect(times(aside, [1, 5, 6])).toEqual([0, 0, 0]);
  expect(times({ ...aside, isShort: true }, [1, 5, 6])).toEqual([0, 0, 700]);
});
