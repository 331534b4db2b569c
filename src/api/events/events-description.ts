import { QUOTA_FIGURES } from './connection-sample';

export const EVENTS_DESCRIPTION = `Server-sent events of the connections that you may use.

First, and when something in it changes, comes \`connections\`: \`{everyMs, keptMs, quotaFigures, connections: [{name, provider, title,
quotas: [{name, windowMs}]}]}\`. Then a \`sample\` for every second of the last five minutes, and with
\`follow=true\` one more every second: \`{atMs, connections: [{name, quotas, hosts, fleet, waits?, calls?, failed?, refused?,
merged?}]}\`. Quotas are lists of figures (${QUOTA_FIGURES.join(', ')}) in the order of that event;
\`waits\` (for quota) and \`calls\` (to the vendor) are \`{count, p50, p99, max}\` in milliseconds; \`failed\`
counts vendor errors by status, code and outcome; what did not happen is left out.

Quotas are those of the whole fleet, everything else is what this replica does. Who reads too slowly
misses samples. After 15 minutes the answer ends: come back with \`Last-Event-ID\`.`;
