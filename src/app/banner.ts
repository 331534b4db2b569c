import { examplesFor } from '../api/docs/examples';
import { VERSION } from '../api/probes/version';
import { SANDBOX_KEY, type GatewaySettings } from '../config';

/** The fields of the log line of a start. */
export const startEvent = (url: string, { connections, redis }: GatewaySettings) => ({
  event: 'start',
  version: VERSION,
  node: process.version,
  api: `${url}/v1`,
  swagger: `${url}/docs`,
  console: `${url}/console`,
  connections: [...connections.keys()],
  quotas: redis ? 'shared through Redis' : 'kept in the process',
});

/** Further connections are counted. */
const MAX_NAMES = 20;

/** The text that the gateway prints when it has started. */
export function banner(url: string, { sandbox, connections }: GatewaySettings): string {
  const names = [...connections.keys()];
  const further = names.length - MAX_NAMES;
  const lines = [
    'Chat Metadata Gateway',
    '',
    `  API          ${url}/v1`,
    `  Swagger      ${url}/docs`,
    `  Console      ${url}/console`,
    `  Connections  ${names.slice(0, MAX_NAMES).join(', ')}${further > 0 ? ` and ${further} more` : ''}`,
  ];
  return `${[...lines, ...(sandbox ? firstCall(url) : [])].join('\n')}\n`;
}

/** A curl command that works as it is. */
function firstCall(url: string): string[] {
  const [example] = examplesFor('message.set');
  const [entry] = example?.entries ?? [];
  if (example === undefined || entry === undefined) return [];
  const { key, value } = entry;
  const { connection, channelType, channelId, messageId } = example;
  const place = [channelType, channelId, 'messages', messageId ?? '', 'metadata', key];
  const path = ['v1', 'connections', connection, 'channels', ...place].map(encodeURIComponent);
  return [
    '',
    `Without a configuration, each vendor is a sandbox in this process. The API key is ${SANDBOX_KEY}. Try:`,
    '',
    `curl -X PUT ${url}/${path.join('/')} \\`,
    `  -H 'Authorization: Bearer ${SANDBOX_KEY}' -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify({ value })}'`,
  ];
}
