import type { OperationName } from '../../core/operation';
import type { ApiRequest } from '../http/api-request';
import { readActorId, readActorIdForAudit, readPreconditions } from './request-headers';

/** A request with these bytes of one header, decoded as Node decodes them. */
function requestWith(name: string, values: readonly (string | Buffer)[]): ApiRequest {
  const headers = values.map((value) => Buffer.from(value).toString('latin1'));
  const joined = headers.length === 0 ? undefined : headers.join(', ');
  return {
    headers: { [name]: joined },
    headersDistinct: { [name]: headers },
  } as unknown as ApiRequest;
}

describe('X-Actor-Id', () => {
  it.each<[string[], string | undefined]>([
    [[], undefined],
    [[''], undefined],
    [['ann'], 'ann'],
    [['Zoë 李'], 'Zoë 李'],
  ])('%j is the actor %j', (values, actor) => {
    expect(readActorId(requestWith('x-actor-id', values))).toBe(actor);
    expect(readActorIdForAudit(requestWith('x-actor-id', values))).toBe(actor);
  });

  it('stays Latin-1 if it is not UTF-8', () => {
    const request = requestWith('x-actor-id', [Buffer.from('Zo\u00eb', 'latin1')]);
    expect(readActorId(request)).toBe('Zo\u00eb');
  });

  it('is refused if it is repeated, and audited as sent', () => {
    const request = requestWith('x-actor-id', ['ann', 'bob']);
    expect(() => readActorId(request)).toThrow('header/X-Actor-Id is given more than once.');
    expect(readActorIdForAudit(request)).toBe('ann, bob');
  });
});

/** A write of the key in the path, unless its method or parameters differ. */
const writeWith = (
  headers: Readonly<Record<string, string>>,
  more: object = { method: 'PUT', params: { key: 'k' } },
): ApiRequest =>
  ({
    headers,
    params: {},
    query: {},
    ...more,
  }) as unknown as ApiRequest;

/** As long as the tags of the gateway, with the characters that also separate a suffix. */
const TAG = 'abc-gzip_DEF0123456789-gzip';

describe('If-Match', () => {
  const read = (header: string, operation: OperationName = 'message.set', more?: object) =>
    readPreconditions(writeWith({ 'if-match': header }, more), operation);

  it.each<[string, string[]]>([
    ['"a"', ['"a"']],
    [' "a" , W/"b","" ', ['"a"', 'W/"b"', '""']],
    [`W/"${TAG}"`, [`"${TAG}"`]],
    [`"${TAG}-gzip", W/"${TAG};br"`, [`"${TAG}"`, `"${TAG}"`]],
    [`"${TAG}--gzip"`, [`"${TAG}"`]],
    [`"${TAG}-other"`, [`"${TAG}-other"`]],
    ['"a,b", "c"', ['"a,b"', '"c"']],
    ['"a",', ['"a"']],
    [', "a" ,, W/"b",', ['"a"', 'W/"b"']],
  ])('%j lists the tags %j', (header, tags) => {
    expect(read(header)).toEqual({ ifMatch: tags });
  });

  it('with * demands the entry of the key in the path, or else any tag of the target', () => {
    expect(read('*')).toEqual({ ifEntry: 'exists' });
    expect(read(' * ', 'message.set', { method: 'PATCH' })).toEqual({ ifMatch: ['*'] });
  });

  it.each(['', ',', 'a', '"a" "b"', '"a', '"a", b', '*, "a"', '"a""'])('refuses %j', (header) => {
    expect(() => read(header)).toThrow('header/If-Match must be * or a list of entity tags.');
  });

  it('is refused for counters and for reads', () => {
    expect(() => read('"a"', 'counters.delete')).toThrow('is not supported for counters');
    expect(() => read('"a"', 'message.get')).toThrow('is not supported for reads');
    expect(readPreconditions(writeWith({}), 'message.set')).toEqual({});
  });
});

describe('If-None-Match', () => {
  const read = (header: string, more?: object, operation: OperationName = 'channel.set') =>
    readPreconditions(writeWith({ 'if-none-match': header }, more), operation);

  it('with * demands that the key in the path of a PUT is missing', () => {
    expect(read(' * ')).toEqual({ ifEntry: 'missing' });
  });

  it.each<[string, string, object | undefined]>([
    ['tags', '"a"', undefined],
    ['a PATCH', '*', { method: 'PATCH' }],
    ['a DELETE', '*', { method: 'DELETE', params: { key: 'k' } }],
  ])('is refused with %s', (_, header, more) => {
    expect(() => read(header, more)).toThrow('header/If-None-Match');
  });

  it('is no condition of a write for reads whose reply has a tag', () => {
    expect(read('"a,b", W/"c",', { method: 'GET' }, 'channel.get')).toEqual({});
    expect(read('*', { method: 'HEAD' }, 'message.get')).toEqual({});
  });

  it.each(['', 'abc', '"a', '*, "a"'])('is refused for a read with %j', (header) => {
    expect(() => read(header, { method: 'GET' }, 'channel.get')).toThrow(
      'header/If-None-Match must be * or a list of entity tags.',
    );
  });

  it.each<[string, OperationName, object]>([
    ['of one key', 'message.get', { params: { key: 'k' } }],
    ['of some keys', 'channel.get', { query: { keys: ['k'] } }],
    ['of a page', 'message.get', { query: { cursor: '2' } }],
    ['of several messages', 'message.get-many', { query: { messageIds: ['1'] } }],
    ['of counters', 'counters.get', {}],
  ])('is refused for a read %s, which has no tag', (_, operation, more) => {
    expect(() => read('"a"', { method: 'GET', ...more }, operation)).toThrow(
      'header/If-None-Match is supported for reads of all entries and for PUT of a key only.',
    );
  });

  it('may come with tags of the target, but not with *', () => {
    const both = (ifMatch: string) =>
      readPreconditions(writeWith({ 'if-match': ifMatch, 'if-none-match': '*' }), 'message.set');
    expect(both('"a"')).toEqual({ ifMatch: ['"a"'], ifEntry: 'missing' });
    expect(() => both('*')).toThrow('header/If-None-Match contradicts If-Match.');
  });
});
