import type { Stage } from './examples';

/** Request bodies of the example places. */
const optionsOf = ({ options }: Stage) => (options === undefined ? {} : { options });

export const exampleEntriesBody = (stage: Stage) => ({
  entries: stage.entries,
  ...optionsOf(stage),
});

export function exampleEntryBody(stage: Stage) {
  const [{ value, values } = { value: '' }] = stage.entries;
  return { ...(values === undefined ? { value } : { values }), ...optionsOf(stage) };
}

export const exampleValues = ['department store'];
export const exampleValuesBody = () => ({ values: exampleValues });

export const exampleCountersBody = ({ counters }: Stage) =>
  counters === undefined ? undefined : { counters };

export const exampleKey = ({ entries }: Stage) => entries[0]?.key;
export const exampleCounterKey = ({ counters }: Stage) => counters?.[0]?.key;
