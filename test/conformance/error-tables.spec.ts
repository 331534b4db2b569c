/** Every row of the vendors' error tables, caused by faults of their sandboxes. */
import type { ErrorCode } from '../../src/core/gateway-error';
import { PROBLEMS } from '../../src/api/http/problems/problem-table';
import {
  NEXCONN_ERRORS,
  SENDBIRD_ERRORS,
  STREAM_ERRORS,
  TENCENT_ERRORS,
  type ErrorRow,
} from '../fixtures/error-tables';
import type { Answer } from '../support/gateway/call';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { startScriptedVendor, type ScriptedVendor } from '../support/vendor/scripted-vendor';
import type { WireReply } from '../support/vendor/wire';
import { startConformanceGateway, type ConformanceGateway } from './conformance-gateway';
import { SITES, type Site } from './subjects';

let gateway: ConformanceGateway;
beforeAll(async () => {
  gateway = await startConformanceGateway();
});
beforeEach(() => gateway.reset());
afterAll(() => gateway.close());

const TABLES = {
  nexconn: NEXCONN_ERRORS,
  sendbird: SENDBIRD_ERRORS,
  stream: STREAM_ERRORS,
  tencent: TENCENT_ERRORS,
} as const;
const siteOf = (connection: string, resource: 'message' | 'channel'): Site => {
  const site = SITES.find(
    (one) => one.subject.connection === connection && one.resource === resource,
  );
  if (site === undefined) throw new Error(`${connection} has no ${resource}`);
  return site;
};

/** Problems after which the vendor may have applied the write. */
const UNCERTAIN: readonly ErrorCode[] = ['upstream-unavailable', 'upstream-timeout'];

function expectProblem({ status, headers, body }: Answer, wanted: ErrorRow, provider: string) {
  expect([status, body]).toEqual([
    PROBLEMS[wanted.problem].status,
    expect.objectContaining({
      code: wanted.problem,
      upstream: expect.objectContaining({ provider, status: wanted.status, code: wanted.code }),
    }),
  ]);
  expect(headers.get('content-type')).toContain('application/problem+json');
  expect(headers.has('retry-after')).toBe(status === 503);
}

describe.each(['nexconn-classic', 'sendbird-sorted', 'stream-get', 'tencent-v4'])(
  '%s',
  (connection) => {
    const site = siteOf(connection, 'channel');
    const { vendor } = site.subject;
    const table = TABLES[vendor];

    it.each(table)('reports $code with HTTP $status as $problem', async (row) => {
      const { code, status, problem } = row;
      await gateway.sandboxOf(site.subject).faults({ route: '*', kind: 'status', status, code });
      const read = await gateway.callSite(site, 'GET');
      expectProblem(read, row, vendor);
      expect(read.body).not.toHaveProperty('applied');
      const write = await gateway.callSite(site, 'PUT', '/k', { body: { value: 'v' } });
      expectProblem(write, row, vendor);
      const applied = UNCERTAIN.includes(problem) ? 'unknown' : 'no';
      expect(write.body).toHaveProperty('applied', applied);
      expect(write.headers.get('x-quota-cost')).not.toBe('0');
    });

    it.each(table)('reports $code in a 200 reply as $problem', async (row) => {
      const { code, status } = row;
      await gateway
        .sandboxOf(site.subject)
        .faults({ route: '*', kind: 'code-in-200', status, code });
      expectProblem(await gateway.callSite(site, 'GET'), { ...row, status: 200 }, vendor);
    });

    it('shows no credentials, addresses or values', async () => {
      await gateway.sandboxOf(site.subject).faults({ route: '*', kind: 'status', status: 400 });
      const { text } = await gateway.callSite(site, 'PUT', '/k', {
        body: { value: 'a secret value' },
      });
      for (const hidden of [
        'sandbox-app-secret',
        'sandbox-api-token',
        'key-sandbox',
        'sandbox-secret-key',
        'eJ',
        '127.0.0.1',
        'a secret value',
      ])
        expect(text).not.toContain(hidden);
    });
  },
);

it.each(['nexconn-classic', 'nexconn-current'])(
  '%s: code 1000 with HTTP 400 means a wrong request, which is not repeated',
  async (connection) => {
    const site = siteOf(connection, 'message');
    const sandbox = gateway.sandboxOf(site.subject);
    await sandbox.faults({ route: '*', kind: 'status', status: 400, code: 1000 });
    const answer = await gateway.callSite(site, 'PUT', '/k', { body: { value: 'v' } });
    expectProblem(answer, { code: 1000, status: 400, problem: 'upstream-refused' }, 'nexconn');
    expect(answer.body).toHaveProperty('applied', 'no');
    expect(await sandbox.arrivals()).toHaveLength(1);
  },
);

describe('a vendor error that is not a failure', () => {
  it.each(['nexconn-classic', 'nexconn-current'])('is 1015 of a delete: %s', async (connection) => {
    const sandbox = gateway.sandboxOf(siteOf(connection, 'channel').subject);
    await sandbox.settings({ unknowns: { removeMissing: 'refuse' } });
    for (const resource of ['message', 'channel'] as const)
      for (const under of ['/absent', '?keys=absent,gone'])
        expect((await gateway.callSite(siteOf(connection, resource), 'DELETE', under)).status).toBe(
          204,
        );
  });

  it('is "not found" of an entry, but not of a channel: sendbird', async () => {
    const site = siteOf('sendbird-sorted', 'channel');
    const sandbox = gateway.sandboxOf(site.subject);
    await sandbox.settings({ unknowns: { deleteMissingKey: 'not-found' } });
    expect((await gateway.callSite(site, 'DELETE', '?keys=absent,gone')).status).toBe(204);
    const nowhere = { ...site, target: { ...site.target, channelId: 'nowhere' } };
    const answer = await gateway.callSite(nowhere, 'DELETE', '/absent');
    expect([answer.status, answer.body]).toEqual([
      404,
      expect.objectContaining({ code: 'target-not-found', applied: 'no' }),
    ]);
  });

  it.each(['sendbird-sorted', 'sendbird-legacy'])(
    'is "not found" of an entry of a message, whose other keys are deleted: %s',
    async (connection) => {
      const site = siteOf(connection, 'message');
      const sandbox = gateway.sandboxOf(site.subject);
      await sandbox.settings({ unknowns: { deleteMissingItem: 'not-found' } });
      const entries = ['a', 'b', 'c'].map((key) => ({ key, value: 'v' }));
      await gateway.callSite(site, 'PATCH', '', { body: { entries } });
      const deletion = await gateway.callSite(site, 'DELETE', '?keys=a,absent,c');
      expect([deletion.status, deletion.text]).toEqual([204, '']);
      const left = (await gateway.storedEntries(site)).map(({ key }) => key);
      expect(left.filter((key) => ['a', 'b', 'c'].includes(key))).toEqual(['b']);
      expect((await gateway.callSite(site, 'DELETE', '/absent')).status).toBe(204);
    },
  );
});

describe('sendbird: a missing target', () => {
  const site = siteOf('sendbird-sorted', 'message');
  const { target } = site;
  const absent: readonly [string, Site][] = [
    ['channel', { ...site, target: { ...target, channelId: 'nowhere' } }],
    ['message', { ...site, target: { ...target, messageId: '1' } }],
    ['channel of the other type', { ...site, target: { ...target, channelType: 'open' } }],
    [
      'channel, for its metadata',
      { ...site, resource: 'channel', target: { ...target, channelId: 'no/where' } },
    ],
  ];

  it.each(absent)("is a 404 with the vendor's code: %s", async (_, nowhere) => {
    for (const [method, under, body] of [
      ['GET', '', undefined],
      ['GET', '/k', undefined],
      ['PUT', '/k', { value: 'v' }],
      ['DELETE', '/k', undefined],
    ] as const) {
      const answer = await gateway.callSite(nowhere, method, under, { body });
      const row = { code: 400201, status: 400, problem: 'target-not-found' } as const;
      expectProblem(answer, row, 'sendbird');
    }
  });

  it("is also a 404 with the vendor's other code for messages", async () => {
    await gateway
      .sandboxOf(site.subject)
      .settings({ unknowns: { messageNotFound: 'message-not-found-in-sdk' } });
    const nowhere = { ...site, target: { ...target, messageId: '1' } };
    const row = { code: 900300, status: 400, problem: 'target-not-found' } as const;
    expectProblem(await gateway.callSite(nowhere, 'GET'), row, 'sendbird');
  });
});

describe('sendbird: a reply that the sandbox does not give', () => {
  let vendor: ScriptedVendor;
  let gateway: TestGateway;
  beforeEach(async () => {
    vendor = await startScriptedVendor();
    const raw = { provider: 'sendbird', baseUrls: [vendor.url] } as const;
    gateway = await startGateway({ connections: { raw } });
  });
  afterEach(async () => {
    await gateway.close();
    await vendor.close();
  });
  const read = (reply: WireReply) => {
    vendor.script(...Array.from({ length: 5 }, () => reply));
    return gateway.call('GET', '/v1/connections/raw/channels/group/c/metadata');
  };

  it('is shown without the credentials, signatures and addresses in its message', async () => {
    const signature = 'd3486ae9136e7856bc42212385ea797094475802';
    const message = `sandbox-api-token ${signature} https://vendor.example/path end`;
    const body = JSON.stringify({ error: true, code: 400111, message });
    const answer = await read({ status: 400, body });
    expect(answer.body).toMatchObject({
      code: 'upstream-refused',
      upstream: { message: '*** *** [address] end' },
    });
    expect(answer.text).not.toMatch(/sandbox-api-token|d3486ae9|vendor\.example|127\.0\.0\.1/);
  });

  it('is shown without the body of the request', async () => {
    const message = 'got {"metadata":{"k":"a longer value"},"upsert":true} from 127.0.0.1:80';
    vendor.script({ status: 400, body: JSON.stringify({ error: true, code: 400111, message }) });
    const address = '/v1/connections/raw/channels/group/c/metadata';
    const entries = [{ key: 'k', value: 'a longer value' }];
    expect(await gateway.call('PATCH', address, { body: { entries } })).toMatchObject({
      body: { code: 'upstream-refused', upstream: { message: 'got [body] from [address]' } },
    });
    expect(vendor.requests[0]?.body).toBe('{"metadata":{"k":"a longer value"},"upsert":true}');
  });

  it('is upstream-unavailable with HTTP 503 and no JSON', async () => {
    const headers = { 'Content-Type': 'text/html' };
    const answer = await read({ status: 503, headers, body: '<h1>503</h1>' });
    expect([answer.status, answer.body]).toEqual([
      503,
      expect.objectContaining({
        code: 'upstream-unavailable',
        upstream: { provider: 'sendbird', status: 503 },
      }),
    ]);
  });
});
