import { createLimiter, type Clock } from '..';

/** A clock that the test advances. */
class ManualClock implements Clock {
  constructor(private at: number) {}

  now(): number {
    return this.at;
  }

  schedule(): () => void {
    return () => undefined;
  }

  advance(milliseconds: number): void {
    this.at += milliseconds;
  }
}

it('is overdue when the margin between grant and sending has passed', async () => {
  const clock = new ManualClock(1_000);
  const limiter = createLimiter({
    quotas: [{ name: 'calls', limit: 1, windowMs: 1_000 }],
    clientTimeoutMs: 500,
    marginMs: 250,
    maxWaiting: 10,
    coldStart: false,
    clock,
  });
  const wait = { client: 'any', weight: 1, maxWaitMs: 0 };
  const grant = await limiter.acquire([{ quota: 'calls', tokens: 1 }], wait);
  clock.advance(250);
  expect(grant.isOverdue()).toBe(false);
  clock.advance(1);
  expect(grant.isOverdue()).toBe(true);
  grant.unsent(); // nothing was sent, so the token is free at once
  await expect(limiter.acquire([{ quota: 'calls', tokens: 1 }], wait)).resolves.toBeDefined();
});
