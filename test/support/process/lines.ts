import { request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { SANDBOX_KEY } from '../../../src/config';

/** A batch whose body is sent and whose answer is read piece by piece, as the test wants. */
export interface OpenBatch {
  /** Sends this piece of the body. */
  send(text: string): void;
  /** There is no more. */
  finish(): void;
  /** Resolves with the head of the answer. */
  answer(): Promise<IncomingMessage>;
  /** Closes the connection. */
  hangUp(): void;
}

export function openBatch(url: string, headers: Readonly<Record<string, string>> = {}): OpenBatch {
  const call = request(`${url}/v1/batch`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${SANDBOX_KEY}`,
      'Content-Type': 'application/x-ndjson',
      ...headers,
    },
  });
  const answered = once(call, 'response') as Promise<[IncomingMessage]>;
  call.on('error', () => undefined); // the test sees that the answer does not come
  answered.catch(() => undefined);
  return {
    send: (text) => void call.write(text),
    finish: () => void call.end(),
    answer: async () => (await answered)[0],
    hangUp: () => void call.destroy(),
  };
}

/** The lines of an answer as they come in. */
export async function* linesOf<Line>(answer: IncomingMessage): AsyncGenerator<Line> {
  let begun = '';
  for await (const piece of answer.setEncoding('utf8') as AsyncIterable<string>) {
    const [first = '', ...others] = piece.split('\n');
    begun += first;
    for (const other of others) {
      yield JSON.parse(begun) as Line;
      begun = other;
    }
  }
}
