import type { ExampleTarget } from '../../core/sandbox-examples';
import type { OperationName } from '../../core/operation';
import { PROVIDERS } from '../../providers/registry';

/** A message or channel of a vendor's sandbox on which the documentation shows the calls. */
export interface SandboxTarget extends ExampleTarget {
  /** Name of the connection in the sandbox default. */
  readonly connection: string;
}

/** The connection that a gateway without configuration has for a vendor's embedded sandbox. */
export const sandboxConnectionName = (provider: string): string => `${provider}-sandbox`;

/** The example targets of every vendor that supports the operation on their channel type. */
export function examplesFor(name: OperationName): SandboxTarget[] {
  return PROVIDERS.flatMap((provider) =>
    provider.sandboxExamples.targets
      .filter(({ channelType }) => provider.capabilities[name]?.[channelType] !== undefined)
      .map((target) => ({
        ...target,
        entries: name.startsWith('channel.') ? withSingleValues(target.entries) : target.entries,
        connection: sandboxConnectionName(provider.name),
      })),
  );
}

/** The entries with the first value of each: some vendors hold one value under a key of a channel. */
export const withSingleValues = (entries: ExampleTarget['entries']): ExampleTarget['entries'] =>
  entries.map(({ key, value, values }) => ({ key, value: value ?? values?.[0] ?? '' }));

/**
 * Named examples for OpenAPI, one for each target that has a value. A target has the same name in all
 * lists of an operation, so that Swagger UI can switch all parameters together.
 */
export function namedExamples<T>(
  targets: readonly SandboxTarget[],
  value: (target: SandboxTarget) => T | undefined,
) {
  const examples: Record<string, { value: T; summary: string }> = {};
  for (const target of targets) {
    const example = value(target);
    if (example !== undefined) examples[target.title] = { value: example, summary: target.title };
  }
  return examples;
}

export const exampleEntriesBody = (target: SandboxTarget) => ({
  entries: target.entries,
  ...optionsOf(target),
});

export function exampleEntryBody(target: SandboxTarget) {
  const [{ value, values } = { value: '' }] = target.entries;
  return { ...(values === undefined ? { value } : { values }), ...optionsOf(target) };
}

const optionsOf = ({ options }: SandboxTarget) => (options === undefined ? {} : { options });

export const exampleValues = ['department store'];
export const exampleValuesBody = () => ({ values: exampleValues });

export const exampleValueChangesBody = ({ entries: [entry] }: SandboxTarget) =>
  entry && {
    add: [{ key: entry.key, values: exampleValues }],
    remove: [{ key: `${entry.key}2`, values: ['another'] }],
  };

export const exampleCountersBody = ({ counters }: SandboxTarget) =>
  counters === undefined ? undefined : { counters };

export const exampleKey = ({ entries }: SandboxTarget) => entries[0]?.key;
export const exampleCounterKey = ({ counters }: SandboxTarget) => counters?.[0]?.key;
