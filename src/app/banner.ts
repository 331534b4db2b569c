import { examplesFor } from '../api/docs/examples';
import { SANDBOX_KEY, type GatewaySettings } from '../config';

/** What a person sees who has just started the gateway. */
export function banner(url: string, { sandbox, connections }: GatewaySettings): string {
  const lines = [
    `Chat Metadata Gateway`,
    ``,
    `  API      ${url}/v1`,
    `  Swagger  ${url}/docs`,
    `  Console  ${url}/console`,
    `  Accounts ${[...connections.keys()].join(', ')}`,
  ];
  return `${[...lines, ...(sandbox ? firstCall(url) : [])].join('\n')}\n`;
}

/** A call that works when pasted. */
function firstCall(url: string): string[] {
  const [stage] = examplesFor('message.set');
  const [entry] = stage?.entries ?? [];
  if (stage === undefined || entry === undefined) return [];
  const { key, value } = entry;
  const { connection, channelType, channelId, messageId } = stage;
  const place = [channelType, channelId, 'messages', messageId ?? '', 'metadata', key];
  const path = ['v1', 'connections', connection, 'channels', ...place].map(encodeURIComponent);
  return [
    ``,
    `Both vendors are sandboxes in this process; the key is ${SANDBOX_KEY}. Try:`,
    ``,
    `curl -X PUT ${url}/${path.join('/')} \\`,
    `  -H 'Authorization: Bearer ${SANDBOX_KEY}' -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify({ value })}'`,
  ];
}
