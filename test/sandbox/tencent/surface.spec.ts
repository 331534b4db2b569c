/** The sandbox and `openapi/tencent.yaml` describe the same calls. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { ROUTES } from '../../../src/sandbox/tencent/routes';
import { findSurfaceViolations } from '../../support/vendor/surface';
import { Sandbox } from './client';

interface Described {
  readonly post: {
    readonly requestBody: { readonly content: Readonly<Record<string, { example: object }>> };
  };
}

const FILE = join(__dirname, '../../../openapi/tencent.yaml');
const { paths } = load(readFileSync(FILE, 'utf8')) as {
  readonly paths: Readonly<Record<string, Described>>;
};
const EXAMPLES = Object.entries(paths).map(
  ([path, { post }]) => [path, post.requestBody.content['application/json']?.example] as const,
);

it('describes every command', () => {
  expect(Object.keys(paths).sort()).toEqual(ROUTES.map(({ path }) => path).sort());
});

/** The departures of one call. */
function violations(sandbox: Sandbox, path: string, body: unknown): string[] {
  const { status, text } = sandbox.send(path, body);
  const headers = [['Content-Type', 'application/json']] as const;
  const request = { method: 'POST', path, headers, body: JSON.stringify(body) };
  const reply = { status, body: text };
  return findSurfaceViolations('tencent', { request, reply, isUndocumented: false });
}

it.each(EXAMPLES)('describes the example of %s with its replies', (path, example) => {
  const sandbox = new Sandbox();
  for (const [setting] of EXAMPLES.filter(([one]) => /modify|update|set_key/.test(one)))
    sandbox.send(setting, Object.fromEntries(EXAMPLES)[setting]);
  const { body } = sandbox.send(path, example);
  expect(body).toMatchObject({ ActionStatus: 'OK', ErrorCode: 0 });
  expect(violations(sandbox, path, example)).toEqual([]);
  expect(violations(new Sandbox({ extensions: 'disabled' }), path, example)).toEqual([]);
});

it('reports a request and a reply that are not described', () => {
  const sandbox = new Sandbox();
  const path = '/v4/group_open_http_svc/modify_group_attr';
  const wrong = { GroupId: '@TGS#2SANDBOX1', GroupAttr: [{ Key: 'a', Value: 'b' }] };
  expect(violations(sandbox, path, wrong)).not.toEqual([]);
});
