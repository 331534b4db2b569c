import type { BucketDraw } from '../tokens/bucket';
import { RankedQueue, precedes } from './ranked-queue';
import type { Place } from './ranked-queue';
import type { Lane, Waiter } from './waiter';

/** The same for the same tokens. */
export function laneKey(draws: readonly BucketDraw[]): string {
  const [first, ...more] = draws.map(({ bucket, tokens }) => `${bucket.index}:${tokens}`);
  return more.length === 0 ? (first ?? '') : [first, ...more].join();
}

/** The lanes that somebody stands in. */
export class Lanes {
  private readonly byKey = new Map<string, Lane>();

  [Symbol.iterator](): Iterator<Lane> {
    return this.byKey.values();
  }

  get areEmpty(): boolean {
    return this.byKey.size === 0;
  }

  of(draws: readonly BucketDraw[]): Lane {
    const key = laneKey(draws);
    return this.byKey.get(key) ?? { key, draws, line: new RankedQueue() };
  }

  get(key: string): Lane | undefined {
    return this.byKey.get(key);
  }

  add(waiter: Waiter): void {
    const { lane, tag, arrival } = waiter;
    this.byKey.set(lane.key, lane);
    waiter.place = lane.line.add(waiter, tag, arrival);
  }

  remove({ lane, place }: Waiter): void {
    if (place) lane.line.remove(place);
    if (lane.line.size === 0) this.byKey.delete(lane.key);
  }
}

/**
 * Everyone in line, in order. The line must not change on the way.
 * @param passedOver whoever comes later in one of these lanes is left out
 */
export function* inOrder(
  lanes: Iterable<Lane>,
  passedOver: ReadonlySet<Lane> = new Set(),
): Generator<Waiter> {
  const heads = [...lanes].flatMap((lane) => {
    const places = lane.line[Symbol.iterator]();
    const place = following(places);
    return place ? [{ lane, place, places }] : [];
  });
  while (heads.length > 0) {
    const next = heads.reduce((best, head) => (precedes(head.place, best.place) ? head : best));
    yield next.place.item;
    const place = passedOver.has(next.lane) ? undefined : following(next.places);
    if (place) next.place = place;
    else heads.splice(heads.indexOf(next), 1);
  }
}

const following = (places: Iterator<Place<Waiter>>): Place<Waiter> | undefined =>
  (places.next() as IteratorResult<Place<Waiter>, undefined>).value;

/** The first in line of several lanes. */
export function earliest(lanes: Iterable<Lane>): Waiter | undefined {
  let best: Place<Waiter> | undefined;
  for (const { line } of lanes) {
    const { first } = line;
    if (first && (!best || precedes(first, best))) best = first;
  }
  return best?.item;
}
