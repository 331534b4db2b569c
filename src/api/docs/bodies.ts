import type { Stage } from './examples';

/** Request bodies of the example places. */
const optionsOf = ({ options }: Stage) => (options === undefined ? {} : { options });

export const entriesBody = (stage: Stage) => ({ entries: stage.entries, ...optionsOf(stage) });

export function entryBody(stage: Stage) {
  const [{ value, values } = { value: '' }] = stage.entries;
  return { ...(values === undefined ? { value } : { values }), ...optionsOf(stage) };
}

export const someValues = ['department store'];
export const valuesBody = () => ({ values: someValues });

export const countersBody = ({ counters }: Stage) =>
  counters === undefined ? undefined : { counters };

export const aKey = ({ entries }: Stage) => entries[0]?.key;
export const aCounterKey = ({ counters }: Stage) => counters?.[0]?.key;
