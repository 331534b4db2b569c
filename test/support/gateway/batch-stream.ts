import { request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { SANDBOX_KEY } from '../../../src/config';

/** A batch request whose body the test sends piece by piece, while it reads the reply. */
export interface BatchStream {
  /** Sends one piece of the body. */
  send(text: string): void;
  /** Ends the body. */
  finish(): void;
  /** Resolves when the head of the reply has arrived. */
  answer(): Promise<IncomingMessage>;
  /** Closes the connection without waiting for the reply. */
  disconnect(): void;
}

export function openBatchStream(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): BatchStream {
  const call = request(`${url}/v1/batch`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${SANDBOX_KEY}`,
      'Content-Type': 'application/x-ndjson',
      ...headers,
    },
  });
  const answered = once(call, 'response') as Promise<[IncomingMessage]>;
  call.on('error', () => undefined); // the test notices the missing reply
  answered.catch(() => undefined);
  return {
    send: (text) => void call.write(text),
    finish: () => void call.end(),
    answer: async () => (await answered)[0],
    disconnect: () => void call.destroy(),
  };
}

/** Yields the lines of a newline-delimited JSON reply as they arrive, parsed. */
export async function* readLines<Line>(answer: IncomingMessage): AsyncGenerator<Line> {
  let partial = '';
  for await (const piece of answer.setEncoding('utf8') as AsyncIterable<string>) {
    const [first = '', ...others] = piece.split('\n');
    partial += first;
    for (const other of others) {
      yield JSON.parse(partial) as Line;
      partial = other;
    }
  }
}
