/** What the operations are grouped by, in the order in which one comes to need them. */
export const TAGS: readonly (readonly [name: string, description: string])[] = [
  ['Discovery', 'What can be called, how the quotas stand, and the connections as they work'],
  ['Message metadata', 'Keys with one or several values on one message'],
  ['Channel metadata', 'Keys with one value on a channel'],
  ['Counters', 'Whole numbers on a channel that are changed without reading them first'],
  ['Batch', 'Up to 10,000 operations in one request, answered as each ends'],
  ['Operations', 'Probes, version and metrics: open without credentials'],
];
