/** Requests captured from the vendor's own clients, byte for byte, and replies recorded from the vendor. */
import type { RunningSandbox } from '../../../src/sandbox/kit/server/start-sandbox';
import { described, requestFaults } from './surface';
import { bytesOf, call, json, sendBytes, startCaptured } from './wire';

let sandbox: RunningSandbox;
beforeEach(async () => {
  sandbox = await startCaptured();
});
afterEach(() => sandbox.close());

const ENCODED = 'ch%20url%2F1%2C%C3%A9';
const OPEN = `/v3/open_channels/${ENCODED}`;
const GROUP = `/v3/group_channels/${ENCODED}`;
const MESSAGE = `${GROUP}/messages/640903435`;

/** A request of the TypeScript SDK 0.0.18. */
function captured(method: string, path: string, body?: string): string {
  const head = [
    `${method} ${path} HTTP/1.1`,
    'Accept: application/json, */*;q=0.8',
    'Api-Token: TOK',
    ...(body === undefined
      ? []
      : ['Content-Type: application/json', `Content-Length: ${body.length}`]),
    'User-Agent: node-fetch/1.0 (+https://github.com/bitinn/node-fetch)',
    'Accept-Encoding: gzip,deflate',
    'Host: 127.0.0.1:38259',
    'Connection: keep-alive',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body ?? ''}`;
}

const UPSERT = '{"metadata":{"text_size":"small"},"upsert":true}';
const SORTED = '{"sorted_metaarray":[{"key":"places","value":["office","cafe"]}]}';

describe('captured requests', () => {
  it('have the recorded Content-Length', () => {
    expect(captured('PUT', `${GROUP}/metadata`, UPSERT)).toContain('Content-Length: 48\r\n');
  });

  it.each([
    ['PUT', `${GROUP}/metadata`, UPSERT, '{"text_size":"small"}'],
    ['PUT', `${OPEN}/metadata/text%20size`, '{"value":"big","upsert":true}', '{"text size":"big"}'],
    ['GET', `${GROUP}/metadata?keys=a%2Cb%20c`, undefined, '{}'],
    ['DELETE', `${GROUP}/metadata/text_size`, undefined, '{}'],
    ['DELETE', `${GROUP}/metadata`, undefined, '{}'],
    ['POST', `${GROUP}/metacounter`, '{"metacounter":{"likes":3}}', '{"likes":3}'],
    [
      'PUT',
      `${GROUP}/metacounter`,
      '{"metacounter":{"likes":3},"mode":"increase","upsert":true}',
      '{"likes":3}',
    ],
    ['POST', `${MESSAGE}/sorted_metaarray`, SORTED, SORTED],
    [
      'PUT',
      `${MESSAGE}/sorted_metaarray`,
      '{"sorted_metaarray":[{"key":"places","value":["dept"]}],"mode":"add","upsert":true}',
      '{"sorted_metaarray":[{"key":"places","value":["dept"]}]}',
    ],
    ['DELETE', `${MESSAGE}/sorted_metaarray?keys=places%2Cbev%20erages`, undefined, '{}'],
  ])('are accepted: %s %s', async (method, path, body, answer) => {
    const operation = described(method, path.split('?')[0] ?? '');
    const faults =
      operation && body !== undefined ? requestFaults(operation, JSON.parse(body)) : [];
    expect([operation?.pointer, faults]).toEqual([expect.any(String), []]);
    const reply = await sendBytes(sandbox, captured(method, path, body));
    expect(reply).toMatchObject({ status: 200, body: answer });
    expect(reply.headers.get('content-type')).toBe('application/json');
  });

  it('create metadata with a time, then view the item', async () => {
    const before = Date.now();
    const body = '{"metadata":{"text_size":"small"},"include_ts":true}';
    const created = await sendBytes(sandbox, captured('POST', `${GROUP}/metadata`, body));
    expect(json(created)).toEqual({ metadata: { text_size: 'small' }, ts: expect.any(Number) });
    expect((json(created) as { ts: number }).ts).toBeGreaterThanOrEqual(before);
    const viewed = await sendBytes(sandbox, captured('GET', `${GROUP}/metadata/text_size`));
    expect(viewed.body).toBe('{"text_size":"small"}');
  });

  it('view a message with its items', async () => {
    await sendBytes(sandbox, captured('POST', `${MESSAGE}/sorted_metaarray`, SORTED));
    const reply = await sendBytes(
      sandbox,
      captured('GET', `${MESSAGE}?with_sorted_meta_array=true`),
    );
    expect(json(reply)).toMatchObject({
      message_id: 640903435,
      channel_url: 'ch url/1,é',
      sorted_metaarray: [{ key: 'places', value: ['office', 'cafe'] }],
    });
  });
});

describe('recorded replies are repeated for', () => {
  const METADATA = '{"afiliate":"John","version":"1.3"}';
  const COUNTERS = '{"days":15,"year":2015}';

  it.each([OPEN, GROUP])('metadata of %s', async (place) => {
    const answers = [
      await call(sandbox, 'POST', `${place}/metadata`, `{"metadata":${METADATA}}`),
      await call(sandbox, 'GET', `${place}/metadata`),
      await call(sandbox, 'GET', `${place}/metadata/version`),
      await call(
        sandbox,
        'PUT',
        `${place}/metadata`,
        '{"metadata":{"version":"1.5"},"upsert":true}',
      ),
      await call(sandbox, 'PUT', `${place}/metadata/version`, '{"value":"2.0","upsert":true}'),
      await call(sandbox, 'DELETE', `${place}/metadata/version`),
      await call(sandbox, 'DELETE', `${place}/metadata`),
    ];
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [200, METADATA],
      [200, METADATA],
      [200, '{"version":"1.3"}'],
      [200, '{"version":"1.5"}'],
      [200, '{"version":"2.0"}'],
      [200, '{}'],
      [200, '{}'],
    ]);
  });

  it('metacounter', async () => {
    const answers = [
      await call(sandbox, 'POST', `${OPEN}/metacounter`, `{"metacounter":${COUNTERS}}`),
      await call(
        sandbox,
        'PUT',
        `${OPEN}/metacounter`,
        '{"metacounter":{"days":15},"mode":"increase","upsert":true}',
      ),
      await call(
        sandbox,
        'PUT',
        `${OPEN}/metacounter/days`,
        '{"value":20,"mode":"increase","upsert":true}',
      ),
    ];
    expect(answers.map(({ body }) => body)).toEqual([COUNTERS, '{"days":30}', '{"days":50}']);
  });

  it('an unknown channel', async () => {
    const reply = await call(sandbox, 'GET', '/v3/open_channels/none/metadata');
    expect(reply).toMatchObject({
      status: 400,
      reason: 'BAD REQUEST',
      body: '{"message":"\\"Channel\\" not found.","code":400201,"error":true}',
    });
  });

  it('a missing parameter', async () => {
    const reply = await call(sandbox, 'POST', `${OPEN}/metadata`, '{}');
    expect(reply.body).toBe('{"message":"metadata must be required.","code":400105,"error":true}');
  });
});

describe('the examples of the page "Messages"', () => {
  it('add, update and remove extra data', async () => {
    const path = `${MESSAGE}/metaarray`;
    const places = ['office', 'cafe', 'resturant'];
    const beverages = ['water', 'milk', 'coffee'];
    const added = await call(sandbox, 'POST', path, { metaarray: { places, beverages } });
    expect(json(added)).toEqual({ places, beverages });
    const update = {
      metaarray: { places: ['department store'], beverages: ['tea'] },
      mode: 'add',
    };
    expect((await call(sandbox, 'PUT', path, update)).body).toBe(
      '{"places":["office","cafe","resturant","department store"],"beverages":["water","milk","coffee","tea"]}',
    );
    expect((await call(sandbox, 'DELETE', `${path}?keys=places,beverages`)).body).toBe('{}');
    const left = await call(sandbox, 'GET', `${MESSAGE}?with_meta_array=true`);
    expect(json(left)).toMatchObject({ metaarray: {} });
  });
});

it('accepts the token header in any case, and a list of content types', async () => {
  const headers = ['aPI-tOKEN: TOK', 'Content-Type: application/json, charset=utf8'];
  const bytes = bytesOf('PUT', `${GROUP}/metadata`, UPSERT, headers);
  expect((await sendBytes(sandbox, bytes)).body).toBe('{"text_size":"small"}');
});
