import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { ConfigError } from './config-error';
import { type ConfigSources, loadConfig } from './load-config';
import { failureCode, type ReadFile, readTextFile } from './read-file';
import type { GatewaySettings } from './settings';

/** By path, the SHA-256 of what was read there or the code of the failure; never the text. */
type Seen = ReadonlyMap<string, string>;

/**
 * A configuration whose files are looked at again and again. Contents are compared, not notifications
 * waited for: these do not come on overlay and network file systems, and come for every name that
 * Kubernetes swaps or an editor renames on the way.
 */
export class WatchedConfig {
  private seen: Seen = new Map();
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(private readonly sources: ConfigSources) {}

  /** @throws ConfigError */
  load(): GatewaySettings {
    const seen = new Map<string, string>();
    try {
      const { readFile: read = readTextFile } = this.sources;
      return loadConfig({ ...this.sources, readFile: remembering(read, seen) });
    } finally {
      this.seen = seen;
    }
  }

  /**
   * Loads it anew once the file itself or a secret that it names has changed and is the same at the
   * next look too: what is half written is left alone.
   * @param everyMs between two looks, in milliseconds
   */
  watch(everyMs: number, told: (loaded: GatewaySettings | ConfigError) => void): void {
    let changed: Seen | undefined;
    const look = async (): Promise<void> => {
      const found = await lookAt(this.seen.keys());
      const isWhole = changed !== undefined && isDeepStrictEqual(found, changed);
      changed = isDeepStrictEqual(found, this.seen) ? undefined : found;
      if (changed === undefined || !isWhole || this.closed) return;
      changed = undefined;
      told(this.loadOr());
    };
    const next = (): void => {
      if (this.closed) return;
      this.timer = setTimeout(() => void look().finally(next), everyMs).unref();
    };
    next();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private loadOr(): GatewaySettings | ConfigError {
    try {
      return this.load();
    } catch (error) {
      if (error instanceof ConfigError) return error;
      return new ConfigError(['it cannot be read for a reason that was not foreseen']);
    }
  }
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const remembering =
  (read: ReadFile, seen: Map<string, string>): ReadFile =>
  (path) => {
    try {
      const text = read(path);
      seen.set(path, digestOf(text));
      return text;
    } catch (error) {
      seen.set(path, failureCode(error));
      throw error;
    }
  };

async function lookAt(paths: Iterable<string>): Promise<Seen> {
  const found = [...paths].map(async (path) => {
    const text = readFile(path, 'utf8');
    return [path, await text.then(digestOf, failureCode)] as const;
  });
  return new Map(await Promise.all(found));
}
