import type { RunningSandbox } from '../../../src/sandbox/kit/server/start-sandbox';
import { startSandbox } from '../../../src/sandbox/kit/server/start-sandbox';
import { call } from './client';
import { notesVendor } from './notes-vendor';

describe('faults', () => {
  let sandbox: RunningSandbox;
  beforeEach(async () => {
    sandbox = await startSandbox({ vendor: notesVendor, port: 0 });
  });
  afterEach(() => sandbox.close());

  const inject = (...faults: object[]) => call(sandbox, 'PUT', '/_sandbox/faults', faults);
  const write = () => call(sandbox, 'PUT', '/notes/new', 'text');
  const stored = async () => {
    const { body } = await call(sandbox, 'GET', '/_sandbox/state');
    return 'new' in (body as { notes: object }).notes;
  };
  const lastArrival = async () => {
    const { body } = await call(sandbox, 'GET', '/_sandbox/arrivals');
    return (body as { arrivals: unknown[] }).arrivals.at(-1);
  };

  it.each([
    { fault: { kind: 'throttle' }, status: 429, body: { fault: 'over write' } },
    { fault: { kind: 'throttle', status: 503 }, status: 503, body: { fault: 'over write' } },
    { fault: { kind: 'status', status: 302 }, status: 302, body: { code: 7 } },
    { fault: { kind: 'status', status: 503 }, status: 503, body: { code: 7 } },
    { fault: { kind: 'status', status: 401, code: 9 }, status: 401, body: { code: 9 } },
    { fault: { kind: 'code-in-200' }, status: 200, body: { fault: 'asked for' } },
  ])('$fault answers $status and applies nothing', async ({ fault, status, body }) => {
    await inject({ route: '*', ...fault });
    expect(await write()).toMatchObject({ status, body });
    expect(await stored()).toBe(false);
    expect(await lastArrival()).toMatchObject({ status, quotas: { write: 1 } });
  });

  it('answers with an HTML page for not-json', async () => {
    await inject({ route: '*', kind: 'not-json', status: 502, times: 1 });
    await call(sandbox, 'POST', '/_sandbox/faults', [{ route: '*', kind: 'not-json' }]);
    for (const expected of [502, 200]) {
      const { status, body } = await write();
      expect(status).toBe(expected);
      expect(body).toContain('<html>');
    }
    expect(await stored()).toBe(false);
  });

  it.each([
    { kind: 'reset', applied: false, status: null },
    { kind: 'reset-after', applied: true, status: null },
    { kind: 'truncate', applied: true, status: 200 },
    { kind: 'truncate', asked: { status: 503 }, applied: true, status: 503 },
  ])('$kind breaks the connection; applied: $applied', async ({ kind, asked, applied, status }) => {
    await inject({ route: '*', kind, ...asked });
    await expect(write()).rejects.toThrow();
    expect(await stored()).toBe(applied);
    expect(await lastArrival()).toMatchObject({ status, quotas: { write: 1 } });
  });

  it('sends the whole Content-Length and half of the body for truncate', async () => {
    await inject({ route: '*', kind: 'truncate' });
    const response = await fetch(`${sandbox.url}/notes/first`, { headers: { password: 'open' } });
    expect(response.headers.get('content-length')).toBe(`${'{"note":"hello"}'.length}`);
    await expect(response.text()).rejects.toThrow();
  });

  it('stalls until the client disconnects', async () => {
    await inject({ route: '*', kind: 'stall' });
    const signal = AbortSignal.timeout(100);
    const headers = { password: 'open' };
    const stalled = fetch(`${sandbox.url}/notes/new`, {
      method: 'PUT',
      body: '1',
      headers,
      signal,
    });
    await expect(stalled).rejects.toThrow('timeout');
    expect(await stored()).toBe(false);
  });

  const waitForWrites = async () => {
    for (;;) {
      const { body } = await call(sandbox, 'GET', '/_sandbox/faults');
      if ((body as { pendingWrites: number }).pendingWrites === 0) return;
    }
  };

  it.each(['reset', 'not-json'])('applies the write after %s later', async (kind) => {
    await inject({ route: '*', kind, appliedAfterMs: 200, times: 1 });
    await write().catch(() => undefined);
    expect(await stored()).toBe(false);
    await waitForWrites();
    expect(await stored()).toBe(true);
  });

  it('spares reads from a fault that applies a write later', async () => {
    await inject({ route: '*', kind: 'reset', appliedAfterMs: 1 });
    expect((await call(sandbox, 'GET', '/notes/first')).status).toBe(200);
    await expect(write()).rejects.toThrow();
  });

  it('drops late writes when it is reset', async () => {
    await inject({ route: '*', kind: 'reset', appliedAfterMs: 50 });
    await expect(write()).rejects.toThrow();
    await call(sandbox, 'POST', '/_sandbox/reset');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await stored()).toBe(false);
  });

  it('ends stalled connections when it closes', async () => {
    await inject({ route: '*', kind: 'stall' });
    const stalled = expect(write()).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await sandbox.close();
    await stalled;
  });

  it('affects as many calls as `times` says', async () => {
    await inject({ route: '*', kind: 'status', status: 500, times: 2 });
    const statuses = [(await write()).status, (await write()).status, (await write()).status];
    expect(statuses).toEqual([500, 500, 200]);
    expect((await call(sandbox, 'GET', '/_sandbox/faults')).body).toEqual({
      faults: [],
      pendingWrites: 0,
    });
  });

  it('lets as many matching calls pass as `skip` says', async () => {
    await inject({ route: 'PUT *', kind: 'status', skip: 2, times: 1 });
    await call(sandbox, 'GET', '/notes/first');
    const statuses = [];
    for (let count = 0; count < 4; count += 1) statuses.push((await write()).status);
    expect(statuses).toEqual([200, 200, 500, 200]);
  });

  it.each([
    ['text', 500],
    ['/new', 500],
    ['other', 200],
  ])('affects only calls that contain %s', async (contains, status) => {
    await inject({ route: '*', kind: 'status', contains });
    expect((await write()).status).toBe(status);
  });

  it('adds faults with POST', async () => {
    await inject({ route: '*', kind: 'status', status: 503, times: 1 });
    const added = [{ route: '*', kind: 'status', status: 500, times: 1 }];
    await call(sandbox, 'POST', '/_sandbox/faults', added);
    expect([(await write()).status, (await write()).status]).toEqual([503, 500]);
  });

  it('affects calls with the probability `rate`', async () => {
    await inject({ route: '*', kind: 'status', status: 500, rate: 0 });
    expect((await write()).status).toBe(200);
    await call(sandbox, 'PUT', '/_sandbox/settings', { quotas: { read: { limit: 9999 } } });
    await inject({ route: '*', kind: 'status', status: 500, rate: 0.5 });
    const reads = Array.from({ length: 200 }, () => call(sandbox, 'GET', '/notes/first'));
    const failed = (await Promise.all(reads)).filter(({ status }) => status === 500).length;
    expect(failed).toBeGreaterThan(50); // 200 fair coins fall outside of this range once in 10^12 runs
    expect(failed).toBeLessThan(150);
  });

  it.each([
    ['/notes/{id}', 500],
    ['PUT /notes/{id}', 500],
    ['PUT *', 500],
    ['/notes/new', 500],
    ['/notes/other', 200],
    ['GET /notes/{id}', 200],
  ])('affects its route only: %s', async (route, status) => {
    await inject({ route, kind: 'status', status: 500 });
    expect((await write()).status).toBe(status);
  });

  it.each([
    [{ route: '*', kind: 'explode' }, '0.kind: not one of'],
    [{ route: '*' }, '0.kind: missing'],
    [{ kind: 'reset' }, '0.route: missing'],
    [{ route: '/elsewhere', kind: 'reset' }, '0.route: /elsewhere is not a route of notes'],
    [{ route: 'POST /notes/{id}', kind: 'reset' }, '0.route: POST /notes/{id} is not a route'],
    [{ route: '*', kind: 'status', status: 200 }, '0.status: not a whole number from 300 to 599'],
    [{ route: '*', kind: 'reset', status: 500 }, '0.status: only with kind'],
    [{ route: '*', kind: 'throttle', appliedAfterMs: 1 }, '0.appliedAfterMs: only with kind reset'],
    [{ route: '*', kind: 'reset', appliedAfterMs: 0 }, '0.appliedAfterMs: not a whole number'],
    [{ route: '*', kind: 'reset', times: 0 }, '0.times: not a whole number'],
    [{ route: '*', kind: 'reset', rate: 2 }, '0.rate: not a number from 0 to 1'],
    [{ route: '*', kind: 'reset', when: 'now' }, '0.when: unknown'],
    ['reset', '0: not a JSON object'],
  ])('rejects %j and keeps the active faults', async (fault, error) => {
    await inject({ route: '*', kind: 'status', status: 503 });
    const answer = await call(sandbox, 'PUT', '/_sandbox/faults', [fault]);
    expect(answer.status).toBe(400);
    expect((answer.body as { errors: string[] }).errors).toEqual([expect.stringContaining(error)]);
    expect((await write()).status).toBe(503);
  });

  it('rejects a body that is not a list', async () => {
    const answer = await call(sandbox, 'PUT', '/_sandbox/faults', { route: '*', kind: 'reset' });
    expect(answer).toMatchObject({ status: 400, body: { errors: [expect.any(String)] } });
  });
});
