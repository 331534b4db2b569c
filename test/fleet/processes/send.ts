import { Agent, request } from 'node:http';

export interface HttpCall {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpReply {
  readonly status: number;
  readonly body: string;
}

/** Makes HTTP calls on connections that are kept open. */
export class HttpSender {
  private readonly agent = new Agent({ keepAlive: true });
  private closed = false;

  send(url: string, call: HttpCall): Promise<HttpReply> {
    const { method, path, headers, body } = call;
    const { agent } = this;
    return new Promise((resolve, reject) => {
      const sent = request(url + path, { agent, method, headers }, (reply) => {
        let text = '';
        reply.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        reply.on('end', () => {
          resolve({ status: reply.statusCode ?? 0, body: text });
        });
        reply.on('error', reject);
      });
      sent.on('error', (error: NodeJS.ErrnoException) => {
        // the server closed an idle connection just when it was used again
        if (sent.reusedSocket && error.code === 'ECONNRESET' && !this.closed)
          this.send(url, call).then(resolve, reject);
        else reject(error);
      });
      sent.end(body);
    });
  }

  /** Cuts the calls under way. */
  close(): void {
    this.closed = true;
    this.agent.destroy();
  }
}
