import { hash } from 'node:crypto';
import { ConfigError, formatPath } from './faults';
import { loadConfig, type ConfigSources } from './load-config';
import type { GatewaySettings } from './settings';

/** Texts that stand for a reference, by what settings accept: a key, token or hash; a URL; the URL of a Redis; numbers; a switch. */
const STAND_INS: readonly ((reference: string) => string)[] = [
  (reference) => hash('sha256', reference),
  (reference) => `https://${hash('sha256', reference).slice(0, 16)}.invalid`,
  () => 'redis://stand-in.invalid:6379',
  // the greater one first: as the limit of a quota, it is above its reserve and what routes draw
  () => '1000',
  () => '1',
  () => 'true',
];

/**
 * Loads a configuration whose variables are not set and whose secret files are absent. For each of them, the first
 * text that its setting accepts stands in.
 * @throws ConfigError with the faults that no text in place of the references avoids
 */
export function loadWithoutSecrets(sources: ConfigSources): GatewaySettings {
  const choices = new Map<string, number>();
  for (;;) {
    try {
      return loadConfig({
        ...sources,
        standIn: (reference, at) => {
          const choice = choices.get(at) ?? 0;
          choices.set(at, choice);
          return STAND_INS[choice]?.(reference) ?? reference;
        },
      });
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const others = [...choices].filter(
        ([at, choice]) =>
          choice < STAND_INS.length - 1 &&
          error.faults.some((fault) => fault.startsWith(`${formatPath(at)}: `)),
      );
      if (others.length === 0) throw error;
      for (const [at, choice] of others) choices.set(at, choice + 1);
    }
  }
}
