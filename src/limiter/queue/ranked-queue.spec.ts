import fc from 'fast-check';
import { RankedQueue } from './ranked-queue';

const ranks = fc.array(fc.record({ rank: fc.nat(20), leaves: fc.boolean() }), { maxLength: 200 });

it('keeps items by rank and arrival while others leave from anywhere, and counts them', () => {
  fc.assert(
    fc.property(ranks, fc.nat(20), (items, counted) => {
      const queue = new RankedQueue<number>();
      const places = items.map(({ rank }, arrival) => queue.add(arrival, rank, arrival));
      places
        .filter((_, index) => items[index]?.leaves)
        .forEach((place) => {
          queue.remove(place);
        });
      const stay = items
        .map(({ rank, leaves }, arrival) => ({ rank, arrival, leaves }))
        .filter(({ leaves }) => !leaves)
        .sort((left, right) => left.rank - right.rank || left.arrival - right.arrival);
      expect(queue.size).toBe(stay.length);
      expect(queue.countUpTo(counted)).toBe(stay.filter(({ rank }) => rank <= counted).length);
      const drained = stay.map(() => {
        const { first } = queue;
        if (first) queue.remove(first);
        return first?.item;
      });
      expect(drained).toEqual(stay.map(({ arrival }) => arrival));
    }),
  );
});
