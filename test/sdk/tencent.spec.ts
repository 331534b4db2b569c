/** The vendor's public signer signs requests for the sandbox. It has no REST client for Node.js. */
import { Api } from 'tls-sig-api-v2/TLSSigAPIv2';
import { startSandbox, type RunningSandbox } from '../../src/sandbox/kit/server/start-sandbox';
import { tencentSandbox } from '../../src/sandbox/tencent';

const [APP, ADMIN, KEY] = [1_400_000_000, 'administrator', 'sandbox-secret-key'] as const;

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ vendor: tencentSandbox(), port: 0 });
});
afterAll(() => sandbox.close());

/** Calls the command with this signature, as the vendor's format of URLs says. */
async function answer(userSig: string, identifier: string = ADMIN): Promise<number> {
  const command = 'v4/group_open_http_svc/modify_group_attr';
  const query = `sdkappid=${APP}&identifier=${identifier}&usersig=${userSig}&random=99999999&contenttype=json`;
  const response = await fetch(`${sandbox.url}/${command}?${query}`, {
    method: 'POST',
    body: '{"GroupId":"@TGS#2SANDBOX1","GroupAttr":[{"key":"theme","value":"dark"}]}',
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { ErrorCode: number }).ErrorCode;
}

it('accepts what the signer signs', async () => {
  expect(await answer(new Api(APP, KEY).genSig(ADMIN, 86_400))).toBe(0);
});

it.each([
  ['for no time', new Api(APP, KEY).genSig(ADMIN, 0), 70001],
  ['with another key', new Api(APP, 'other').genSig(ADMIN, 60), 70009],
  ['for another app', new Api(APP + 1, KEY).genSig(ADMIN, 60), 70014],
  ['for another account', new Api(APP, KEY).genSig('ada', 60), 70013],
])('rejects what it signs %s', async (_title, userSig, code) => {
  expect(await answer(userSig)).toBe(code);
});

it('rejects an account that is no admin', async () => {
  expect(await answer(new Api(APP, KEY).genSig('ada', 60), 'ada')).toBe(60010);
});

it('rejects a signature with any letter altered', async () => {
  const userSig = new Api(APP, KEY).genSig(ADMIN, 60);
  const altered = Array.from({ length: 20 }, (_, step) => {
    const at = Math.floor((step * userSig.length) / 20);
    const letter = userSig.charAt(at) === 'A' ? 'B' : 'A';
    return `${userSig.slice(0, at)}${letter}${userSig.slice(at + 1)}`;
  });
  for (const one of altered) expect([70003, 70009, 70013, 70014]).toContain(await answer(one));
});
