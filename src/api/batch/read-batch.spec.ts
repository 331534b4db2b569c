import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { GatewayError } from '../../core/gateway-error';
import type { ApiRequest } from '../http/api-request';
import type { ParsedOperation } from './operation-reader';
import { parseJsonBatch, readBatch, readLines } from './read-batch';

const MAX_BYTES = 10_000_000;
const GET = { connection: 'c', channelType: 'open', channelId: 'one', verb: 'get' };
const get = (id: string) => ({ id, ...GET });
const line = (id: string): string => `${JSON.stringify(get(id))}\n`;

/** The ids of operations, and the code and pointers of rejected ones. */
const summarize = (operations: readonly ParsedOperation[]): unknown[] =>
  operations.map((parsed) => {
    if (!('error' in parsed)) return parsed.body.id;
    const { code, details } = parsed.error;
    return [parsed.reference, code, ...(details.errors ?? []).map(({ pointer }) => pointer)];
  });

async function read(pieces: readonly (string | Buffer)[], maxBytes = MAX_BYTES) {
  const body = Readable.from(pieces.map((piece) => Buffer.from(piece)));
  const portions: unknown[] = [];
  for await (const operations of readLines(body, maxBytes)) portions.push(summarize(operations));
  return portions;
}

describe('a body of lines', () => {
  it('yields the operations of each piece as it arrives', async () => {
    expect(await read([line('a') + line('b'), line('c')])).toEqual([['a', 'b'], ['c'], []]);
  });

  it('joins lines that were cut at any byte', async () => {
    const whole = Buffer.from(line('ä') + line('b'));
    for (let cut = 1; cut < whole.length; cut += 1) {
      const portions = await read([whole.subarray(0, cut), whole.subarray(cut)]);
      expect(portions.flat()).toEqual(['ä', 'b']);
    }
    const bytes = Array.from(whole, (byte) => Buffer.from([byte]));
    expect((await read(bytes)).flat()).toEqual(['ä', 'b']);
  });

  it('accepts a last line without a newline', async () => {
    expect(await read([line('a'), line('b').trimEnd()])).toEqual([['a'], ['b']]);
  });

  it('skips blank lines and does not count them', async () => {
    expect(await read([`\n\r\n  \n${line('a')}\n[]\n`])).toEqual([
      ['a', [{ line: 2 }, 'invalid-request', '']],
      [],
    ]);
  });

  it('accepts lines that end with CRLF', async () => {
    expect((await read([line('a').replace('\n', '\r\n')])).flat()).toEqual(['a']);
  });

  it('accepts a byte order mark before the first line', async () => {
    expect((await read([`\uFEFF${line('a')}${line('b')}`])).flat()).toEqual(['a', 'b']);
  });

  it('rejects lines that are not JSON or not UTF-8, and reads on', async () => {
    const latin1 = Buffer.from(line('\u00ff'), 'latin1');
    const portions = await read([Buffer.concat([Buffer.from('{"id":\n'), latin1]), line('a')]);
    expect(portions.flat()).toEqual([
      [{ line: 1 }, 'invalid-request'],
      [{ line: 2 }, 'invalid-request'],
      'a',
    ]);
  });

  it.each([[[]], [['\n\n', ' \n']]])('is refused without operations: %j', async (pieces) => {
    await expect(read(pieces)).rejects.toMatchObject({ code: 'invalid-request' });
  });

  const TEN_THOUSAND = '0\n'.repeat(10_000); // each is rejected, and counts

  it('reads 10,000 operations', async () => {
    expect((await read([TEN_THOUSAND])).flat()).toHaveLength(10_000);
    expect((await read([TEN_THOUSAND, '\n'])).flat()).toHaveLength(10_000);
  });

  it.each(['0\n0\n', '0'])('rejects the operation after them: %j', async (last) => {
    const operations = (await read([TEN_THOUSAND, last])).flat();
    expect(operations).toHaveLength(10_001);
    expect(operations.at(-1)).toEqual([{ line: 10_001 }, 'invalid-request']);
  });

  it('reads up to its limit, rejects the next operation and discards the rest', async () => {
    const limit = Buffer.byteLength(line('a') + line('b'));
    expect((await read([line('a'), line('b')], limit)).flat()).toEqual(['a', 'b']);
    const body = Readable.from(
      [line('a'), line('b'), line('c'), line('d')].map((piece) => Buffer.from(piece)),
    );
    const operations: unknown[] = [];
    for await (const portion of readLines(body, limit - 1)) operations.push(...summarize(portion));
    expect(operations).toEqual(['a', 'b', [{ line: 3 }, 'payload-too-large']]);
    await finished(body); // a client that sends its whole body first must be able to end it
  });

  it('fails with its stream', async () => {
    const body = new Readable({ read: () => undefined });
    body.destroy(new Error('cut'));
    const reading = readLines(body, MAX_BYTES).next();
    await expect(reading).rejects.toThrow('cut');
  });
});

describe('an operation', () => {
  const rejections = async (...operations: object[]): Promise<unknown[]> =>
    summarize(await parseJsonBatch({ operations }));

  it.each<[string, object, string[]]>([
    ['an unknown verb', { verb: 'put' }, ['/verb']],
    ['a set without entries', { verb: 'set' }, ['/entries']],
    [
      'values of a channel',
      { verb: 'add-values', entries: [{ key: 'a', value: '' }] },
      ['/messageId'],
    ],
    [
      'counters of a message',
      { verb: 'count', messageId: 'm', counters: [{ key: 'a', op: 'set', amount: 1 }] },
      ['/messageId'],
    ],
    ['a count without counters', { verb: 'count', keys: ['a'] }, ['/counters', '/keys']],
    ['a delete with upsert', { verb: 'delete', keys: ['a'], upsert: false }, ['/upsert']],
    [
      'a set with keys',
      { verb: 'set', entries: [{ key: 'a', value: '' }], keys: ['a'] },
      ['/keys'],
    ],
    ['a delete without keys', { verb: 'delete' }, ['/keys']],
    [
      'a delete with entries',
      { verb: 'delete', keys: ['a'], entries: [{ key: 'a' }] },
      ['/entries'],
    ],
    ['a get with entries', { entries: [{ key: 'a', value: '' }] }, ['/entries']],
    ['a get with options', { options: {} }, ['/options']],
    ['a dot as channel id', { channelId: '.' }, ['/channelId']],
    ['two dots as ids', { channelId: '..', messageId: '..' }, ['/channelId', '/messageId']],
    ['an empty list of keys', { keys: [] }, ['/keys']],
    ['an unknown field', { color: 'red' }, ['/color']],
  ])('is rejected for %s, without the others', async (_, part, pointers) => {
    expect(await rejections({ ...get('bad'), ...part }, get('good'))).toEqual([
      [{ id: 'bad' }, 'invalid-request', ...pointers],
      'good',
    ]);
  });

  it.each<[string, object]>([
    ['a get of all keys', {}],
    ['a get of some keys', { keys: ['a'] }],
    ['a set', { verb: 'set', entries: [{ key: 'a', value: '' }], options: { nexconn: {} } }],
    ['a delete', { verb: 'delete', keys: ['a'], options: {} }],
    ['ids with dots', { channelId: '...', messageId: '.a' }],
  ])('may be %s', async (_, part) => {
    expect(await rejections({ ...get('good'), ...part })).toEqual(['good']);
  });
});

describe('a JSON body', () => {
  it('is read in turns of the event loop, and refused as a whole all the same', async () => {
    const operations = Array.from({ length: 10_000 }, (_, index) => get(String(index)));
    let turns = 0;
    let isRead = false;
    const count = (): void => {
      turns += 1;
      if (!isRead) setImmediate(count);
    };
    setImmediate(count);
    const parsed = await parseJsonBatch({ operations }).finally(() => (isRead = true));
    expect(parsed).toHaveLength(10_000);
    expect(turns).toBeGreaterThanOrEqual(49);
    const faulty = parseJsonBatch({ operations: [...operations.slice(1), GET] });
    await expect(faulty).rejects.toThrow(GatewayError);
  });

  it.each<[string, unknown, string[]]>([
    ['it is not an object', [], ['']],
    ['there is no list', {}, ['/operations']],
    ['the list is empty', { operations: [] }, ['/operations']],
    ['there are more than 10,000', { operations: Array(10_001).fill(get('a')) }, ['/operations']],
    ['an operation is not an object', { operations: [get('a'), null] }, ['/operations/1']],
    ['an id is missing', { operations: [GET] }, ['/operations/0/id']],
    ['an id is empty', { operations: [get('')] }, ['/operations/0/id']],
    ['an id is a number', { operations: [{ ...GET, id: 1 }] }, ['/operations/0/id']],
    ['an id is repeated', { operations: [get('a'), get('b'), get('a')] }, ['/operations/2/id']],
  ])('is refused if %s', async (_, body, pointers) => {
    const refusal = await parseJsonBatch(body).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(GatewayError);
    const { code, details } = refusal as GatewayError;
    expect(code).toBe('invalid-request');
    expect(details.errors?.map(({ pointer }) => pointer)).toEqual(pointers);
  });
});

function codeOf(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error instanceof GatewayError ? error.code : error;
  }
}

describe('readBatch', () => {
  const request = (type: string, headers: object, body?: unknown): ApiRequest =>
    ({
      headers,
      body,
      is: (wanted: string) => (wanted === type ? type : false),
      iterator: () => Readable.from([Buffer.from(line('a'))]).iterator(),
    }) as unknown as ApiRequest;
  const NDJSON = 'application/x-ndjson';

  it('reads JSON and lines by media type', async () => {
    const bodies = [
      request('application/json', {}, { operations: [get('a')] }),
      request(NDJSON, {}),
      request(NDJSON, { 'content-encoding': 'identity', 'content-length': '100' }),
    ];
    for (const body of bodies) {
      const operations: unknown[] = [];
      for await (const portion of readBatch(body, 100)) operations.push(...summarize(portion));
      expect(operations).toEqual(['a']);
    }
  });

  it.each([
    ['compressed lines', { 'content-encoding': 'gzip' }, 'unsupported-media-type'],
    ['an announced length over the limit', { 'content-length': '101' }, 'payload-too-large'],
  ])('refuses %s', (_, headers, code) => {
    expect(codeOf(() => readBatch(request(NDJSON, headers), 100))).toBe(code);
  });
});
