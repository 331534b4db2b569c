import { Bucket } from '../bucket';
import { VirtualTime } from './virtual-time';

const set = new Bucket(0, 'set', 100, 1000);
const group = new Bucket(1, 'group', 20, 1000);
const ONE = [{ bucket: set, tokens: 1 }];
const BOTH = [...ONE, { bucket: group, tokens: 1 }];

let time: VirtualTime;
beforeEach(() => {
  time = new VirtualTime(2);
});
const NORMAL = 3;
const LATER = 6;
const tagFor = (client: string, draws = ONE, urgency = NORMAL): number =>
  time.tagFor(client, draws, urgency);
const enqueue = (client: string, draws = ONE, weight = 1, urgency = NORMAL): number => {
  const tag = tagFor(client, draws, urgency);
  time.enqueue(client, { draws, tag, weight, urgency });
  return tag;
};
const grant = (client: string, tag: number, draws = ONE): void => {
  time.grant(client, { draws, tag, weight: 1, urgency: NORMAL });
};

it('advances the tags of a client by its share of the quota, divided by its weight', () => {
  expect([1, 2, 3].map(() => enqueue('one'))).toEqual([0, 0.01, 0.02]);
  expect([1, 2, 3].map(() => enqueue('two', ONE, 2))).toEqual([0, 0.005, 0.01]);
});

it('uses the largest share of several quotas', () => {
  enqueue('one', BOTH);
  expect(enqueue('one', BOTH)).toBe(1 / 20);
});

it('keeps the quotas apart', () => {
  enqueue('one', BOTH);
  expect(tagFor('one', ONE)).toBe(1 / 20);
  expect(enqueue('two', ONE)).toBe(0);
  expect(tagFor('two', BOTH)).toBe(0.01);
  expect(tagFor('two', [{ bucket: group, tokens: 1 }])).toBe(0);
});

it('lets a new client begin at the largest tag granted, and not before', () => {
  const tags = [1, 2, 3].map(() => enqueue('one'));
  for (const tag of tags) grant('one', tag);
  expect(tagFor('two', ONE)).toBe(0.02);
});

it('charges a client nothing for waiters that left the queue without a grant', () => {
  const [first = 0] = [1, 2, 3].map(() => enqueue('one'));
  grant('one', first);
  time.dequeue('one');
  expect(tagFor('one', ONE)).toBe(0.03);
  time.dequeue('one');
  expect(tagFor('one', ONE)).toBe(0.01);
});

it('forgets all clients on reset', () => {
  grant('one', enqueue('one'));
  time.reset();
  expect(tagFor('one', ONE)).toBe(0);
});

it('remembers a client that is ahead of the others, however many clients come', () => {
  for (let count = 0; count < 3; count += 1) grant('ahead', enqueue('ahead'));
  for (let client = 0; client < 500; client += 1) {
    const tag = enqueue(`client-${client}`);
    time.dequeue(`client-${client}`);
    expect(tag).toBe(0.02);
  }
  expect(tagFor('ahead', ONE)).toBe(0.03);
});

it('lets an urgent waiter of a client pass its later ones, and charges these for it', () => {
  const later = () => enqueue('one', ONE, 1, LATER);
  expect([later(), later()]).toEqual([0, 0.01]);
  expect(enqueue('one')).toBe(0);
  expect(later()).toBe(0.03);
});

it('leaves a tenth to the later waiters of a client', () => {
  enqueue('one', ONE, 1, LATER);
  const tags = Array.from({ length: 10 }, () => enqueue('one'));
  expect(tags.at(-1)).toBeCloseTo(0.1);
  expect(enqueue('one', ONE, 1, LATER)).toBeCloseTo(0.11);
});
