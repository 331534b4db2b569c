import { createServer } from 'node:http';
import { listen } from './listen';
import { readRequest, type WireReply, type WireRequest } from './wire';

/** A vendor that sends the replies a test prescribes and records the requests. */
export interface ScriptedVendor {
  readonly url: string;
  readonly requests: readonly WireRequest[];
  /** Clears `requests` and sends these replies to the next calls in turn, then 200 `{}`. */
  script(...replies: WireReply[]): void;
  close(): Promise<void>;
}

const EMPTY_REPLY: WireReply = { status: 200, body: '{}' };

export async function startScriptedVendor(): Promise<ScriptedVendor> {
  const requests: WireRequest[] = [];
  let script: readonly WireReply[] = [];
  const server = createServer((message, response) => {
    readRequest(message).then(
      (request) => {
        const { status, headers, body } = script[requests.push(request) - 1] ?? EMPTY_REPLY;
        response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(body);
      },
      () => response.destroy(),
    );
  });
  const listening = await listen(server);
  return {
    ...listening,
    requests,
    script(...replies) {
      requests.splice(0);
      script = replies;
    },
  };
}
