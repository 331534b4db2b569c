import { createHmac } from 'node:crypto';
import { VendorAccount } from '../../../src/sandbox/kit/account/vendor-account';
import { parseFaults } from '../../../src/sandbox/kit/account/faults';
import { handleCall } from '../../../src/sandbox/kit/server/handle-call';
import { streamSandbox } from '../../../src/sandbox/stream';
import { findReplyViolations } from '../../support/vendor/surface';

export interface Reply {
  readonly status: number;
  /** Names as sent, except `content-type`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  /** The tokens that the call drew. */
  readonly quotas: Readonly<Record<string, number>>;
}

interface More {
  readonly apiKey?: string;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds after the start of the sandbox; default: 0. */
  readonly afterMs?: number;
}

const SECRET = 'sandbox-api-secret';
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token with these claims. */
export function tokenOf(
  claims: object,
  secret = SECRET,
  header: object = { alg: 'HS256' },
): string {
  const signed = `${base64url(header)}.${base64url(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

const SERVER_TOKEN = tokenOf({ server: true });

/** A sandbox without sockets. Each reply is checked against `openapi/stream.yaml` as far as that goes. */
export function openSandbox(settings: object = {}) {
  const account = new VendorAccount(streamSandbox(), settings);
  const startMs = performance.now();
  return {
    call(method: string, path: string, body?: unknown, more: More = {}): Reply {
      const { apiKey = 'key-sandbox', headers = {}, afterMs = 0 } = more;
      const [rawPath = '', query] = path.split('?');
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const { draws, delivery } = handleCall(
        account,
        {
          method,
          rawPath,
          rawQuery: [`api_key=${apiKey}`, query].filter(Boolean).join('&'),
          headers: { authorization: SERVER_TOKEN, 'stream-auth-type': 'jwt', ...headers },
          body: Buffer.from(body === undefined ? '' : text),
        },
        startMs + afterMs,
      );
      if (!('reply' in delivery)) throw new Error(delivery.kind);
      const reply = { ...delivery.reply, body: delivery.reply.body.toString() };
      expect(findReplyViolations('stream', { method, path: rawPath }, reply) ?? []).toEqual([]);
      const parsed = JSON.parse(reply.body) as Reply['body'];
      return { status: reply.status, headers: reply.headers, body: parsed, quotas: draws.tokens };
    },
    /** Custom data of a channel or message in the sandbox's state. */
    customOf(part: 'channels' | 'messages', id: string): unknown {
      const state = account.snapshot() as Record<string, Record<string, { custom: unknown }>>;
      return state[part]?.[id]?.custom;
    },
    state: () => account.snapshot(),
    settings: (change: object) => {
      account.changeSettings(change);
    },
    fault: (status: number, code?: number) => {
      const codeField = code === undefined ? {} : { code };
      const faults = [{ route: '*', kind: 'status', status, ...codeField }];
      account.faults.replace(parseFaults(account.vendor, faults));
    },
  };
}

export type Sandbox = ReturnType<typeof openSandbox>;

export const CHANNEL = '/channels/messaging/room-42';
export const MESSAGE = '/messages/m1';
export const V2 = '/api/v2/chat';

/** A refusal with this code. */
export const refused = (status: number, code: number, more: object = {}) => ({
  status,
  body: expect.objectContaining({ code, StatusCode: status, ...more }) as unknown,
});

const USER = { user: { id: 'ada' } };

export const updateChannel = (sandbox: Sandbox, body: object) =>
  sandbox.call('PATCH', CHANNEL, body);
export const updateMessage = (sandbox: Sandbox, body: object) =>
  sandbox.call('PUT', MESSAGE, { ...USER, ...body });
