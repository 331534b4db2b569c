import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { ConfigError, errorName } from './faults';
import { loadConfig, type ConfigSources } from './load-config';
import { failureCode, readTextFile, type ReadFile } from './read-file';
import type { GatewaySettings } from './settings';

/** By path: the SHA-256 of the file's text, or the code of the failure to read it; never the text itself. */
type Fingerprints = ReadonlyMap<string, string>;

/**
 * A configuration whose files are polled for changes. It compares contents instead of using file system
 * notifications: those are missing on overlay and network file systems, and they fire for every
 * intermediate name when Kubernetes or an editor replaces a file.
 */
export class WatchedConfig {
  private loadedFingerprints: Fingerprints = new Map();
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(private readonly sources: ConfigSources) {}

  /** @throws ConfigError */
  load(): GatewaySettings {
    const fingerprints = new Map<string, string>();
    try {
      const { readFile: read = readTextFile } = this.sources;
      return loadConfig({ ...this.sources, readFile: recordFingerprints(read, fingerprints) });
    } finally {
      this.loadedFingerprints = fingerprints;
    }
  }

  /**
   * Loads the configuration again after the file, or a secret file that it names, has changed. A change
   * applies when two consecutive polls read the same contents, so that a half-written file is ignored.
   * @param intervalMs time between two polls
   * @param onChange gets the new settings, or their faults
   */
  watch(intervalMs: number, onChange: (loaded: GatewaySettings | ConfigError) => void): void {
    let changed: Fingerprints | undefined;
    const poll = async (): Promise<void> => {
      const found = await readFingerprints(this.loadedFingerprints.keys());
      const isStable = changed !== undefined && isDeepStrictEqual(found, changed);
      changed = isDeepStrictEqual(found, this.loadedFingerprints) ? undefined : found;
      if (changed === undefined || !isStable || this.closed) return;
      changed = undefined;
      onChange(this.loadOrError());
    };
    const schedule = (): void => {
      if (this.closed) return;
      this.timer = setTimeout(() => void poll().finally(schedule), intervalMs).unref();
    };
    schedule();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private loadOrError(): GatewaySettings | ConfigError {
    try {
      return this.load();
    } catch (error) {
      if (error instanceof ConfigError) return error;
      return new ConfigError([
        `unexpected error while loading the configuration (${errorName(error)})`,
      ]);
    }
  }
}

const fingerprintOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const recordFingerprints =
  (read: ReadFile, fingerprints: Map<string, string>): ReadFile =>
  (path) => {
    try {
      const text = read(path);
      fingerprints.set(path, fingerprintOf(text));
      return text;
    } catch (error) {
      fingerprints.set(path, failureCode(error));
      throw error;
    }
  };

async function readFingerprints(paths: Iterable<string>): Promise<Fingerprints> {
  const found = [...paths].map(async (path) => {
    const text = readFile(path, 'utf8');
    return [path, await text.then(fingerprintOf, failureCode)] as const;
  });
  return new Map(await Promise.all(found));
}
