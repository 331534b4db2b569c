import { readFileSync } from 'node:fs';
import { isNativeError } from 'node:util/types';
import { Argument, InvalidArgumentError, type Command } from 'commander';
import type { VendorMethod } from '../../client';
import { waitOption } from '../call-options';
import { EXIT } from '../exit-code';
import { escapeControls } from '../format';
import { renderExplanation } from '../render';
import type { OpenSession } from '../session';

/** The methods that `vendorRoutes` can list. */
export const VENDOR_METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

const HELP = `
The path is percent-encoded and may have a query. Output is {"status","type","body"} in a pipe; a body that is
not JSON is "text", or "base64" if it is not UTF-8. A status of 400 or more exits with 1.

Examples:
  $ chat-metadata vendor main POST /v4/group-channel/message/send --data @message.json
  $ chat-metadata vendor main GET '/v3/users/alice?include_unread_count=true'
  $ chat-metadata vendor main POST /message/private/publish.json --dry-run \\
      --type application/x-www-form-urlencoded --data 'fromUserId=alice&toUserId=bob'`;

interface VendorOptions {
  readonly data?: Buffer;
  readonly type: string;
  readonly accept?: string;
  readonly idempotencyKey?: string;
  readonly wait?: number;
  readonly dryRun?: true;
}

/** Adds `vendor`, which makes a listed call of the vendor's own API. */
export function addVendor(program: Command, open: OpenSession): void {
  program
    .command('vendor')
    .description("make a call of the vendor's API that the gateway lists; needs `vendor` access")
    .argument('<connection>', 'name of a connection')
    .addArgument(new Argument('<method>', 'method of the call').choices(VENDOR_METHODS))
    .argument('<path>', 'path of the call, such as /v3/users/alice', parsePath)
    .option('-d, --data <text>', 'body; @FILE reads a file, @- standard input', readData)
    .option('-t, --type <media-type>', 'media type of the body', 'application/json')
    .option('--accept <media-type>', 'media type of the reply')
    .option('--idempotency-key <key>', 'calls with the same key are made once')
    .addOption(waitOption())
    .option('-n, --dry-run', 'show the vendor request without sending it')
    .addHelpText('after', HELP)
    .action(
      async (
        connection: string,
        method: VendorMethod,
        path: string,
        options: VendorOptions,
        command: Command,
      ) => {
        const { gateway, isText, print, terminal, setExitCode } = open(command);
        const request = toRequest(options);
        if (options.dryRun === true) {
          const dryRun = { ...request, dryRun: true } as const;
          print(await gateway.vendor(connection, method, path, dryRun), renderExplanation);
          return;
        }
        const response = await gateway.vendor(connection, method, path, request);
        const reply = await readReply(response);
        terminal.print(isText ? renderReply(reply) : toJson(reply));
        if (!response.ok) setExitCode(EXIT.problem);
      },
    );
}

function toRequest({ data, type, accept, idempotencyKey, wait }: VendorOptions) {
  return {
    headers: {
      ...(data !== undefined && { 'Content-Type': type }),
      ...(accept !== undefined && { Accept: accept }),
      ...(wait !== undefined && { Prefer: `wait=${wait}` }),
    },
    ...(data !== undefined && { body: data }),
    ...(idempotencyKey !== undefined && { key: idempotencyKey }),
  };
}

/** A reply of the vendor. */
interface VendorReply {
  readonly status: number;
  readonly type: string | undefined;
  readonly bytes: Buffer;
  /** Undefined if the bytes are not UTF-8. */
  readonly text: string | undefined;
}

async function readReply(response: Response): Promise<VendorReply> {
  const bytes = Buffer.from(await response.arrayBuffer());
  const text = bytes.toString();
  return {
    status: response.status,
    type: response.headers.get('Content-Type') ?? undefined,
    bytes,
    text: Buffer.from(text).equals(bytes) ? text : undefined,
  };
}

/** A body of JSON keeps its own text: parsing would round large numbers. */
function toJson({ status, type, bytes, text }: VendorReply): string {
  const head = JSON.stringify({ status, type }).slice(0, -1);
  if (bytes.length === 0) return `${head}}`;
  if (text === undefined) return `${head},"base64":"${bytes.toString('base64')}"}`;
  return isJson(text)
    ? `${head},"body":${text.trim()}}`
    : `${head},"text":${JSON.stringify(text)}}`;
}

function renderReply({ status, type = 'no media type', bytes, text }: VendorReply): string {
  const head = `HTTP ${status}, ${escapeControls(type)}`;
  if (bytes.length === 0) return head;
  const body = text?.trimEnd().split('\n').map(escapeControls).join('\n');
  return `${head}\n${body ?? `${bytes.length} bytes; --json shows them.`}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The client refuses paths that a URL would change; this says so as a wrong argument. */
function parsePath(text: string): string {
  const { pathname, search } = new URL(`http://vendor/${text.slice(1)}`);
  if (pathname + search !== text)
    throw new InvalidArgumentError(
      'It must begin with a slash, be percent-encoded and have no ".." segment.',
    );
  return text;
}

function readData(text: string): Buffer {
  if (!text.startsWith('@')) return Buffer.from(text);
  const file = text.slice(1);
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    throw new InvalidArgumentError(isNativeError(error) ? error.message : String(error));
  }
}
