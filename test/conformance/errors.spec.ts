/** Every row of the vendors' error tables, reached through their sandboxes. */
import type { ErrorCode } from '../../src/core/gateway-error';
import { PROBLEMS } from '../../src/api/http/problems/problem-table';
import { NEXCONN_ERRORS, SENDBIRD_ERRORS, type ErrorRow } from '../fixtures/error-tables';
import type { Answer } from '../support/gateway/call';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { startScriptedVendor, type ScriptedVendor } from '../support/vendor/scripted-vendor';
import type { WireReply } from '../support/vendor/wire';
import { startStage, type Stage } from './stage';
import { SITES, type Site } from './subjects';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
beforeEach(() => stage.fresh());
afterAll(() => stage.close());

const TABLES = { nexconn: NEXCONN_ERRORS, sendbird: SENDBIRD_ERRORS } as const;
const siteOf = (connection: string, resource: 'message' | 'channel'): Site => {
  const site = SITES.find(
    (one) => one.subject.connection === connection && one.resource === resource,
  );
  if (site === undefined) throw new Error(`${connection} has no ${resource}`);
  return site;
};

/** Failures after which the vendor may have done what it was asked to. */
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

describe.each(['nexconn-classic', 'sendbird-sorted'])('%s', (connection) => {
  const site = siteOf(connection, 'channel');
  const { vendor } = site.subject;
  const table = TABLES[vendor];

  it.each(table)('$code with HTTP $status is $problem', async (row) => {
    const { code, status, problem } = row;
    await stage.sandboxOf(site.subject).faults({ route: '*', kind: 'status', status, code });
    const read = await stage.at(site, 'GET');
    expectProblem(read, row, vendor);
    expect(read.body).not.toHaveProperty('applied');
    const write = await stage.at(site, 'PUT', '/k', { body: { value: 'v' } });
    expectProblem(write, row, vendor);
    const applied = UNCERTAIN.includes(problem) ? 'unknown' : 'no';
    expect(write.body).toHaveProperty('applied', applied);
    expect(write.headers.get('x-quota-cost')).not.toBe('0');
  });

  it.each(table)('$code in a 200 is $problem all the same', async (row) => {
    const { code, status } = row;
    await stage.sandboxOf(site.subject).faults({ route: '*', kind: 'code-in-200', status, code });
    expectProblem(await stage.at(site, 'GET'), { ...row, status: 200 }, vendor);
  });

  it('shows neither credentials nor addresses in any of them', async () => {
    await stage.sandboxOf(site.subject).faults({ route: '*', kind: 'status', status: 400 });
    const { text } = await stage.at(site, 'PUT', '/k', { body: { value: 'a secret value' } });
    for (const hidden of ['sandbox-app-secret', 'sandbox-api-token', '127.0.0.1', 'a secret value'])
      expect(text).not.toContain(hidden);
  });
});

describe('what is no failure', () => {
  it.each(['nexconn-classic', 'nexconn-current'])('%s: 1015 of a delete', async (connection) => {
    const sandbox = stage.sandboxOf(siteOf(connection, 'channel').subject);
    await sandbox.settings({ unknowns: { removeMissing: 'refuse' } });
    for (const resource of ['message', 'channel'] as const)
      for (const under of ['/absent', '?keys=absent,gone'])
        expect((await stage.at(siteOf(connection, resource), 'DELETE', under)).status).toBe(204);
  });

  it('sendbird: "not found" of an item, as against a channel', async () => {
    const site = siteOf('sendbird-sorted', 'channel');
    const sandbox = stage.sandboxOf(site.subject);
    await sandbox.settings({ unknowns: { deleteMissingKey: 'not-found' } });
    expect((await stage.at(site, 'DELETE', '?keys=absent,gone')).status).toBe(204);
    const nowhere = { ...site, place: { ...site.place, channelId: 'nowhere' } };
    const answer = await stage.at(nowhere, 'DELETE', '/absent');
    expect([answer.status, answer.body]).toEqual([
      404,
      expect.objectContaining({ code: 'target-not-found', applied: 'no' }),
    ]);
  });
});

describe('sendbird: a place that is not there', () => {
  const site = siteOf('sendbird-sorted', 'message');
  const { place } = site;
  const absent: readonly [string, Site][] = [
    ['channel', { ...site, place: { ...place, channelId: 'nowhere' } }],
    ['message', { ...site, place: { ...place, messageId: '1' } }],
    ['channel of the other type', { ...site, place: { ...place, channelType: 'open' } }],
    [
      'channel, for its metadata',
      { ...site, resource: 'channel', place: { ...place, channelId: 'no/where' } },
    ],
  ];

  it.each(absent)('is a 404 with the code kept: %s', async (_, nowhere) => {
    for (const [method, under, body] of [
      ['GET', '', undefined],
      ['GET', '/k', undefined],
      ['PUT', '/k', { value: 'v' }],
      ['DELETE', '/k', undefined],
    ] as const) {
      const answer = await stage.at(nowhere, method, under, { body });
      const row = { code: 400201, status: 400, problem: 'target-not-found' } as const;
      expectProblem(answer, row, 'sendbird');
    }
  });

  it('is one whichever of its codes the vendor uses for messages', async () => {
    await stage
      .sandboxOf(site.subject)
      .settings({ unknowns: { messageNotFound: 'message-not-found-in-sdk' } });
    const nowhere = { ...site, place: { ...place, messageId: '1' } };
    const row = { code: 900300, status: 400, problem: 'target-not-found' } as const;
    expectProblem(await stage.at(nowhere, 'GET'), row, 'sendbird');
  });
});

describe('sendbird: a page instead of a code', () => {
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

  it('HTTP 503 without JSON is upstream-unavailable', async () => {
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
