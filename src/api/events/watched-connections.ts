import type { Connection } from '../../gateway';

/** Asking Redis takes it about a quarter of a millisecond for each vendor account. */
const MAX_REFRESHED = 20;

type IsWatched = (connection: string) => boolean;

/** The connections that readers look at: what other replicas use of their quotas is asked for again and again. */
export class WatchedConnections {
  private readonly watchers = new Set<IsWatched>();
  private position = 0;

  /** @returns a function that removes the watcher */
  add(isWatched: IsWatched): () => void {
    this.watchers.add(isWatched);
    return () => this.watchers.delete(isWatched);
  }

  /** Asks for the counts of the watched connections; of more than 20, for those of the next 20 at each call. */
  refresh(connections: readonly Connection[]): void {
    const watched = connections.filter(({ name }) => this.isWatched(name));
    for (let count = 0; count < Math.min(MAX_REFRESHED, watched.length); count += 1) {
      this.position = (this.position + 1) % watched.length;
      void watched[this.position]?.limiter.refresh();
    }
  }

  private isWatched(name: string): boolean {
    return [...this.watchers].some((isWatched) => isWatched(name));
  }
}
