import { ClientCounts, withoutNames } from './client-counts';

it('counts tokens, waits and refusals of each client since the previous sample', () => {
  const counts = new ClientCounts();
  counts.granted('orders', 2, 30.4);
  counts.granted('orders', 1, 10);
  counts.granted('stock', 5, 0);
  counts.refused('orders');
  expect(counts.take()).toEqual([
    { client: 'stock', tokens: 5, granted: 1, waitedMs: 0, refused: 0 },
    { client: 'orders', tokens: 3, granted: 2, waitedMs: 40, refused: 1 },
  ]);
  expect(counts.take()).toEqual([]);
});

it('shows a client that gets no tokens', () => {
  const counts = new ClientCounts();
  for (let client = 0; client < 20; client += 1) counts.granted(`client-${client}`, 1, 0);
  for (let call = 0; call < 50; call += 1) counts.refused('refused');
  expect(counts.take()[0]).toMatchObject({ client: 'refused', tokens: 0, refused: 50 });
});

it('has the ten busiest of up to 1,000 clients, and the sums of all others', () => {
  const counts = new ClientCounts();
  for (let client = 1; client <= 2_000; client += 1) counts.granted(`client-${client}`, client, 1);
  const clients = counts.take();
  expect(clients.map(({ client }) => client)).toEqual([
    ...Array.from({ length: 10 }, (_, index) => `client-${1_000 - index}`),
    undefined,
  ]);
  expect(clients.reduce((sum, { tokens }) => sum + tokens, 0)).toBe((2_000 * 2_001) / 2);
  expect(clients[10]).toMatchObject({ granted: 1_990, waitedMs: 1_990, refused: 0 });
  counts.granted('later', 1, 0);
  expect(counts.take()).toEqual([
    { client: 'later', tokens: 1, granted: 1, waitedMs: 0, refused: 0 },
  ]);
});

describe('without the names of other clients', () => {
  const figures = { tokens: 1, granted: 1, waitedMs: 2, refused: 3 };
  const clients = [{ client: 'own', ...figures }, { client: 'other', ...figures }, figures];

  it('the others are counted together with those without figures of their own', () => {
    const sums = { tokens: 2, granted: 2, waitedMs: 4, refused: 6 };
    expect(withoutNames(clients, (client) => client === 'own')).toEqual([clients[0], sums]);
    expect(withoutNames(clients.slice(0, 1), () => false)).toEqual([figures]);
  });

  it('nothing changes for a reader that may know all of them', () => {
    expect(withoutNames(clients, () => true)).toEqual(clients);
    expect(withoutNames(clients.slice(0, 2), () => true)).toEqual(clients.slice(0, 2));
  });
});
