import fc from 'fast-check';
import { RankedQueue } from './ranked-queue';

const ranks = fc.array(fc.record({ rank: fc.nat(20), isRemoved: fc.boolean() }), {
  maxLength: 200,
});

it('keeps items in order while others are removed, and counts them up to a rank', () => {
  fc.assert(
    fc.property(ranks, fc.nat(20), (items, counted) => {
      const queue = new RankedQueue<number>();
      const nodes = items.map(({ rank }, arrival) => queue.add(arrival, rank, arrival));
      nodes
        .filter((_, index) => items[index]?.isRemoved)
        .forEach((node) => {
          queue.remove(node);
        });
      const remaining = items
        .map(({ rank, isRemoved }, arrival) => ({ rank, arrival, isRemoved }))
        .filter(({ isRemoved }) => !isRemoved)
        .sort((left, right) => left.rank - right.rank || left.arrival - right.arrival);
      expect(queue.size).toBe(remaining.length);
      expect(queue.countUpTo(counted)).toBe(remaining.filter(({ rank }) => rank <= counted).length);
      const drained = remaining.map(() => {
        const { first } = queue;
        if (first) queue.remove(first);
        return first?.item;
      });
      expect(drained).toEqual(remaining.map(({ arrival }) => arrival));
    }),
  );
});
