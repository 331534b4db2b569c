import { createHmac } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { VendorAccount } from '../../../src/sandbox/kit/account/vendor-account';
import { handleCall } from '../../../src/sandbox/kit/server/handle-call';
import { tencentSandbox } from '../../../src/sandbox/tencent';
import type { Unknowns } from '../../../src/sandbox/tencent/model/unknowns';

export const APP = 1_400_000_000;
export const ADMIN = 'administrator';
export const KEY = 'sandbox-secret-key';

/** The fields of a UserSig; times are Unix seconds. */
export interface SignedFields {
  readonly identifier?: string;
  readonly app?: number;
  readonly key?: string;
  readonly time?: number;
  readonly expire?: number;
}

/** A UserSig of version 2, made as the vendor's signer makes it. */
export function userSig(fields: SignedFields = {}): string {
  const { identifier = ADMIN, app = APP, key = KEY, expire = 86_400 } = fields;
  const { time = Math.floor(Date.now() / 1_000) } = fields;
  const text = `TLS.identifier:${identifier}\nTLS.sdkappid:${app}\nTLS.time:${time}\nTLS.expire:${expire}\n`;
  const contents = {
    'TLS.ver': '2.0',
    'TLS.identifier': identifier,
    'TLS.sdkappid': app,
    'TLS.time': time,
    'TLS.expire': expire,
    'TLS.sig': createHmac('sha256', key).update(text).digest('base64'),
  };
  return packed(contents);
}

/** The contents of a UserSig as the vendor packs them. */
export const packed = (contents: object): string =>
  deflateSync(JSON.stringify(contents))
    .toString('base64')
    .replaceAll('+', '*')
    .replaceAll('/', '-')
    .replaceAll('=', '_');

const SIGNED = userSig();

export const queryWith = (change: Readonly<Record<string, string | undefined>> = {}): string => {
  const parameters: Readonly<Record<string, string | undefined>> = {
    sdkappid: String(APP),
    identifier: ADMIN,
    usersig: SIGNED,
    random: '2748213377',
    contenttype: 'json',
    ...change,
  };
  return Object.entries(parameters)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
    .join('&');
};

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly text: string;
}

interface SentCall {
  readonly query?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly atMs?: number;
}

const COMMANDS: Readonly<Record<string, string>> = {
  get_group_attr: 'group_open_attr_http_svc',
  get_key_values: 'openim_msg_ext_http_svc',
  set_key_values: 'openim_msg_ext_http_svc',
  group_get_key_values: 'openim_msg_ext_http_svc',
  group_set_key_values: 'openim_msg_ext_http_svc',
  sendmsg: 'openim',
};

/** A sandbox without a socket. `atMs` of a call is the time of its arrival; by default it never runs out of quota. */
export class Sandbox {
  readonly account: VendorAccount;
  private atMs = 0;

  constructor(unknowns: Partial<Unknowns> = {}, settings: object = {}) {
    this.account = new VendorAccount(tencentSandbox(), { ...settings, unknowns });
  }

  /** Calls a command by its name. A text is sent as it is. */
  call(command: string, body: unknown, sent: SentCall = {}): Answer {
    const service = COMMANDS[command] ?? 'group_open_http_svc';
    return this.send(`/v4/${service}/${command}`, body, sent);
  }

  send(rawPath: string, body: unknown, sent: SentCall = {}): Answer {
    this.atMs += 1_000;
    const { query = queryWith(), method = 'POST', headers = {}, atMs = this.atMs } = sent;
    const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    const request = { method, rawPath, rawQuery: query, headers, body: bytes };
    const { delivery } = handleCall(this.account, request, atMs);
    if (!('reply' in delivery)) throw new Error('no reply');
    const text = delivery.reply.body.toString();
    return { status: delivery.reply.status, body: JSON.parse(text), text };
  }

  /** The code of a reply, whose HTTP status is always 200. */
  code(command: string, body: unknown, sent: SentCall = {}): number {
    const { status, body: reply } = this.call(command, body, sent);
    if (status !== 200) throw new Error(`HTTP ${status}`);
    return (reply as { ErrorCode: number }).ErrorCode;
  }
}

export const OK = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 };
export const GROUP = '@TGS#2SANDBOX1';
