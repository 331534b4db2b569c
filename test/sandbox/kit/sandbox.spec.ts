import type { RunningSandbox } from '../../../src/sandbox/kit/server/start-sandbox';
import { startSandbox } from '../../../src/sandbox/kit/server/start-sandbox';
import { call } from './client';
import { notesVendor } from './notes-vendor';

describe('sandbox kit over HTTP', () => {
  let sandbox: RunningSandbox;
  beforeEach(async () => {
    sandbox = await startSandbox({ vendor: notesVendor, port: 0 });
  });
  afterEach(() => sandbox.close());

  const control = (method: string, name: string, body?: unknown) =>
    call(sandbox, method, `/_sandbox/${name}`, body);
  const write = (id: string) => call(sandbox, 'PUT', `/notes/${id}`, id);

  it('serves the vendor and shows its state', async () => {
    expect(await write('a%2Fb')).toMatchObject({ status: 200, body: { saved: true } });
    expect((await call(sandbox, 'GET', '/notes/a%2Fb')).body).toEqual({ note: 'a%2Fb' });
    expect((await control('GET', 'state')).body).toEqual({
      notes: { first: 'hello', 'a/b': 'a%2Fb' },
    });
  });

  it('records every call with its time, route, status and draws', async () => {
    await write('one');
    await call(sandbox, 'GET', '/elsewhere');
    await call(sandbox, 'GET', '/notes/%zz');
    await fetch(`${sandbox.url}/notes/first`);
    const { body } = await control('GET', 'arrivals');
    expect(body).toMatchObject({
      dropped: 0,
      arrivals: [
        { method: 'PUT', route: '/notes/{id}', status: 200, quotas: { write: 1 } },
        { method: 'GET', route: '/elsewhere', status: 404, quotas: {} },
        { method: 'GET', route: '/notes/%zz', status: 404, quotas: {} },
        { method: 'GET', route: '/notes/{id}', status: 401, quotas: {} },
      ],
    });
    const { arrivals } = body as { arrivals: { atMs: number }[] };
    const times = arrivals.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(times.some((atMs) => !Number.isInteger(atMs))).toBe(true);
    expect((await control('DELETE', 'arrivals')).body).toMatchObject({ arrivals: [] });
  });

  it('starts fixed windows at whole multiples of the clock of the arrivals', async () => {
    const windowMs = 20;
    await control('PUT', 'settings', {
      window: 'fixed',
      quotas: { write: { limit: 1, windowMs } },
    });
    for (let admitted = 0; admitted < 4;) if ((await write('1')).status === 200) admitted += 1;
    const { arrivals } = (await control('GET', 'arrivals')).body as {
      arrivals: { atMs: number; throttled?: boolean }[];
    };
    const windows = arrivals.map(({ atMs }) => Math.floor(atMs / windowMs));
    expect(arrivals.map(({ throttled = false }) => throttled)).toEqual(
      windows.map((window, index) => window === windows[index - 1]),
    );
    expect(Math.abs((arrivals[0]?.atMs ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  it('answers 429 to a call over quota, does not apply it, and records it as an arrival', async () => {
    for (const id of ['1', '2', '3', '4', '5']) expect((await write(id)).status).toBe(200);
    const over = await write('6');
    expect(over).toMatchObject({ status: 429, body: { fault: 'over write' } });
    expect(over.headers.get('x-left-write')).toBe('0');
    expect((await control('GET', 'state')).body).not.toHaveProperty('notes.6');
    const { body } = await control('GET', 'arrivals');
    const { arrivals } = body as { arrivals: { throttled?: boolean }[] };
    expect(arrivals[5]).toMatchObject({ status: 429, quotas: { write: 1 } });
    expect(arrivals.map(({ throttled }) => throttled)).toEqual([...Array<undefined>(5), true]);
  });

  it.each([
    { countRefused: false, left: '4' },
    { countRefused: true, left: '3' },
  ])(
    'counts refused calls if countRefused is true: $countRefused',
    async ({ countRefused, left }) => {
      await control('PUT', 'settings', { countRefused });
      await control('PUT', 'faults', [{ route: '*', kind: 'throttle', times: 1 }]);
      expect((await write('refused')).status).toBe(429);
      expect((await write('taken')).headers.get('x-left-write')).toBe(left);
    },
  );

  it('changes plan, quotas, algorithm and unknowns, field by field', async () => {
    await control('PUT', 'settings', { plan: 'paid', unknowns: { shout: true } });
    await control('PUT', 'settings', { window: 'gcra', quotas: { read: { limit: 9 } } });
    expect((await control('GET', 'settings')).body).toEqual({
      plan: 'paid',
      window: 'gcra',
      countRefused: false,
      latencyMs: [0, 0],
      quotas: { write: { limit: 50, windowMs: 60_000 }, read: { limit: 9, windowMs: 60_000 } },
      unknowns: { shout: true, missing: 'empty', delayMs: 0 },
    });
    expect((await call(sandbox, 'GET', '/notes/first')).body).toEqual({ note: 'HELLO' });
  });

  it.each([
    [{ quotas: { typo: { limit: 1 } } }, 'quotas.typo: unknown'],
    [{ quotas: { read: { limit: 0 } } }, 'quotas.read.limit: not a whole number'],
    [{ quotas: { read: { rate: 1 } } }, 'quotas.read.rate: unknown'],
    [{ quotas: [] }, 'quotas: not a JSON object'],
    [{ window: 'leaky' }, 'window: not one of sliding, fixed, gcra'],
    [{ countRefused: 'yes' }, 'countRefused: not true or false'],
    [{ latencyMs: [5, 1] }, 'latencyMs: not [minimum, maximum]'],
    [{ plan: 'gold' }, 'plan: not one of free, paid'],
    [{ unknowns: { loud: true } }, 'unknowns.loud: unknown'],
    [{ unknowns: { shout: 1 } }, 'unknowns.shout: not like false'],
    [{ unknowns: { missing: 'crash' } }, 'unknowns.missing: not one of empty, error'],
    [{ unknowns: { delayMs: -1 } }, 'unknowns.delayMs: not like 0'],
    [{ colour: 'red' }, 'colour: unknown'],
    ['text', 'body: not a JSON object'],
  ])('rejects the settings %j and changes nothing', async (change, error) => {
    const before = await control('GET', 'settings');
    const { status, body } = await control('PUT', 'settings', change);
    expect(status).toBe(400);
    expect((body as { errors: string[] }).errors).toEqual([expect.stringContaining(error)]);
    expect((await control('GET', 'settings')).body).toEqual(before.body);
  });

  it('starts with the given settings, and returns to them on reset', async () => {
    const tuned = await startSandbox({ vendor: notesVendor, port: 0, settings: { plan: 'paid' } });
    try {
      await call(tuned, 'PUT', '/_sandbox/settings', { plan: 'free', window: 'fixed' });
      await call(tuned, 'PUT', '/_sandbox/faults', [{ route: '*', kind: 'throttle' }]);
      await call(tuned, 'PUT', '/notes/first', 'changed');
      expect((await call(tuned, 'POST', '/_sandbox/reset')).status).toBe(200);
      expect((await call(tuned, 'GET', '/_sandbox/settings')).body).toMatchObject({
        plan: 'paid',
        window: 'sliding',
      });
      expect((await call(tuned, 'GET', '/_sandbox/arrivals')).body).toMatchObject({ arrivals: [] });
      const read = await call(tuned, 'GET', '/notes/first');
      expect(read).toMatchObject({ status: 200, body: { note: 'hello' } });
    } finally {
      await tuned.close();
    }
    await expect(
      startSandbox({ vendor: notesVendor, port: 0, settings: { plan: 'gold' } }),
    ).rejects.toThrow('plan: not one of free, paid');
  });

  it('delays replies, not the effect of calls', async () => {
    await control('PUT', 'settings', { latencyMs: [150, 160] });
    const pending = write('late');
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect((await control('GET', 'state')).body).toHaveProperty('notes.late', 'late');
    expect((await pending).status).toBe(200);
  });

  it('rejects unknown control endpoints and methods', async () => {
    expect((await control('GET', 'nonsense')).status).toBe(404);
    const wrong = await control('POST', 'state');
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get('allow')).toBe('GET');
  });
});
