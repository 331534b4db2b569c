import type { ExampleTarget } from '../../core/sandbox-examples';
import type { OperationName } from '../../core/operation';
import { PROVIDERS } from '../../providers/registry';

/** An example place with the connection it has in the sandbox default. */
export interface Stage extends ExampleTarget {
  readonly connection: string;
}

export const sandboxConnection = (provider: string): string => `${provider}-sandbox`;

/** The example places where an operation can be tried, of every vendor that has it. */
export function stagesOf(name: OperationName): Stage[] {
  return PROVIDERS.flatMap((provider) =>
    provider.sandboxExamples.targets
      .filter(({ channelType }) => provider.capabilities[name]?.[channelType] !== undefined)
      .map((place) => ({
        ...place,
        entries: name.startsWith('channel.') ? singleValued(place.entries) : place.entries,
        connection: sandboxConnection(provider.name),
      })),
  );
}

/** Entries as channel metadata can hold them: several values under a key are for messages only. */
export const singleValued = (entries: ExampleTarget['entries']): ExampleTarget['entries'] =>
  entries.map(({ key, value, values }) => ({ key, value: value ?? values?.[0] ?? '' }));

/** OpenAPI's named examples: one for each place, under the same title in every list of an operation. */
export function named<T>(stages: readonly Stage[], value: (stage: Stage) => T | undefined) {
  const examples: Record<string, { value: T; summary: string }> = {};
  for (const stage of stages) {
    const example = value(stage);
    if (example !== undefined) examples[stage.title] = { value: example, summary: stage.title };
  }
  return examples;
}
