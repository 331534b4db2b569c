import { createCall, type Answer } from './call';

/** Texts that a caller sends, each in a place of its own. */
type CallerTexts = Readonly<
  Record<
    | 'value'
    | 'otherValue'
    | 'header'
    | 'cookie'
    | 'idempotencyKey'
    | 'broken'
    | 'unknownField'
    | 'parameter',
    string
  >
>;

type Send = (method: string, path: string, body?: unknown, more?: object) => Promise<void>;

/** Calls all routes with valid and invalid requests, with each of the credentials. The gateway trusts proxies. */
export async function callAllRoutes(
  url: string,
  credentials: readonly string[],
  texts: CallerTexts,
): Promise<Answer[]> {
  const replies: Answer[] = [];
  const places = [
    '/v1/connections/one/channels/open/room/metadata',
    '/v1/connections/one/channels/group/g/messages/m/metadata',
    '/v1/connections/one/channels/community/c/messages/m/metadata?subchannelId=s',
    '/v1/connections/two/channels/group/g/metadata',
    '/v1/connections/two/channels/group/g/messages/1/metadata',
    '/v1/connections/two/channels/open/o/counters',
    '/v1/connections/three/channels/group/g/metadata',
    '/v1/connections/three/channels/group/g/messages/m/metadata',
    '/v1/connections/four/channels/group/g/metadata',
    '/v1/connections/four/channels/direct/bob/messages/1_2_3/metadata',
    '/v1/connections/four/channels/open/o/counters',
  ];
  const sendAs =
    (key: string, address: string): Send =>
    async (method, path, body, more = {}) => {
      const headers = {
        Prefer: 'wait=10',
        Cookie: `session=${texts.cookie}`,
        'X-Secret': texts.header,
        'X-Forwarded-For': address,
        ...more,
      };
      const call = createCall(url, key);
      replies.push(await call(method, path, { headers, ...(body !== undefined && { body }) }));
    };
  // side by side, because the vendor's 429 lets them wait; an address has few wrong credentials, which delay it
  await Promise.all(
    credentials.flatMap((one) => [
      ...places.map((place, index) => callPlace(sendAs(one, `10.0.${index}.1`), place, texts)),
      callOtherRoutes(sendAs(one, '10.1.0.1'), texts),
    ]),
  );
  return replies;
}

async function callPlace(send: Send, place: string, texts: CallerTexts): Promise<void> {
  const [path = '', query = ''] = place.split(/(?=\?)/);
  const and = query === '' ? '?' : `${query}&`;
  const entries = [
    { key: 'a', value: texts.value },
    { key: 'b', value: texts.otherValue },
  ];
  const idempotencyKey = { 'Idempotency-Key': texts.idempotencyKey + path };
  await send('GET', place);
  await send('PATCH', place, { entries }, idempotencyKey);
  await send('PATCH', place, { counters: [{ key: 'a', op: 'set', amount: 3 }] });
  await send('PUT', `${path}/a${query}`, { value: texts.value });
  await send('PUT', `${path}/a${and}dryRun=true`, { value: texts.value });
  await send('GET', `${path}/a${query}`);
  await send('POST', `${path}/a/values${query}`, { values: [texts.value] });
  await send('DELETE', `${path}/a/values${and}values=${texts.value}`);
  await send('DELETE', `${path}/a${query}`);
  await send('PATCH', place, `{"entries": ${texts.broken}`);
  await send('PUT', `${path}/a${query}`, {
    value: texts.value,
    [texts.unknownField]: 1,
  });
  await send('PUT', `${path}/a${query}`, { value: [texts.value] });
  await send('PUT', `${path}/a${query}`, texts.value, { 'Content-Type': texts.header });
  await send('GET', `${path}${and}x=${texts.parameter}`);
}

async function callOtherRoutes(send: Send, texts: CallerTexts): Promise<void> {
  const place = {
    channelType: 'open',
    channelId: 'o',
    entries: [{ key: 'a', value: texts.value }],
  };
  await send('POST', '/v1/batch', {
    operations: ['one', 'two', 'three', 'four', 'five'].map((connection) => ({
      id: connection,
      connection,
      verb: 'set',
      ...place,
    })),
  });
  for (const path of [
    '/v1/providers',
    '/v1/connections',
    '/v1/connections/one',
    '/v1/connections/two/quotas',
    '/v1/connections/three',
    '/v1/connections/three/quotas',
    '/v1/connections/four',
    '/v1/connections/four/quotas',
    '/docs',
    '/docs-json',
    '/docs-yaml',
    '/console/',
    '/console/start.json',
    '/health/live',
    '/health/ready',
    '/version',
    '/metrics',
    '/nothing',
  ])
    await send('GET', path);
}
