import type { Connection } from '../../gateway';
import { WatchedConnections } from './watched-connections';

/** Connections named 0, 1, 2 …, and how often each was asked. */
function start(count: number) {
  const asked = new Map<string, number>();
  const connections = Array.from({ length: count }, (_, index) => {
    const name = String(index);
    const refresh = () => Promise.resolve(void asked.set(name, (asked.get(name) ?? 0) + 1));
    return { name, limiter: { refresh } } as unknown as Connection;
  });
  return { watched: new WatchedConnections(), connections, asked };
}

it('asks only for connections that a reader sees, while it reads', () => {
  const { watched, connections, asked } = start(3);
  watched.refresh(connections);
  expect(asked.size).toBe(0);
  const stop = watched.add((name) => name !== '1');
  watched.refresh(connections);
  expect(Object.fromEntries(asked)).toEqual({ 0: 1, 2: 1 });
  stop();
  watched.refresh(connections);
  expect(Object.fromEntries(asked)).toEqual({ 0: 1, 2: 1 });
});

it('asks for at most 20 at once, and for all of them in turn', () => {
  const { watched, connections, asked } = start(50);
  watched.add(() => true);
  watched.refresh(connections);
  expect(asked.size).toBe(20);
  watched.refresh(connections);
  watched.refresh(connections);
  expect(asked.size).toBe(50);
  expect(Math.max(...asked.values())).toBe(2);
});
