import { retentionOf, type Member } from '../../test/support/memory/retention';
import { Slots } from './slots';

it('has the members that were not removed', () => {
  const slots = new Slots<{ name: string }>();
  const [first, second, third] = ['a', 'b', 'c'].map((name) => slots.add({ name }));
  slots.remove(second ?? 0);
  expect([...slots]).toEqual([{ name: 'a' }, { name: 'c' }]);
  expect(slots.size).toBe(2);
  expect(slots.add({ name: 'd' })).toBe(second);
  slots.remove(first ?? 0);
  slots.remove(third ?? 0);
  expect([...slots]).toEqual([{ name: 'd' }]);
});

it('keeps no removed member until a full collection, as a Set does', () => {
  const slots = new Slots<Member>();
  const set = new Set<Member>();
  const bySlots = retentionOf((member) => {
    const slot = slots.add(member);
    return () => {
      slots.remove(slot);
    };
  });
  const bySet = retentionOf((member) => {
    set.add(member);
    return () => set.delete(member);
  });
  expect(bySlots).toBeLessThan(0.1);
  expect(bySet).toBeGreaterThan(0.5);
});
