import type { ApiRequest } from '../http/api-request';
import { readActorId, readActorIdForAudit, readIfMatch } from './request-headers';

/** A request with these bytes of one header, decoded as Node decodes them. */
function requestWith(name: string, values: readonly (string | Buffer)[]): ApiRequest {
  const headers = values.map((value) => Buffer.from(value).toString('latin1'));
  const joined = headers.length === 0 ? undefined : headers.join(', ');
  return {
    headers: { [name]: joined },
    headersDistinct: { [name]: headers },
    header: (wanted: string) => (wanted === name ? joined : undefined),
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

describe('If-Match', () => {
  const read = (header: string, operation: Parameters<typeof readIfMatch>[1] = 'message.set') =>
    readIfMatch(requestWith('if-match', [header]), operation);

  it.each<[string, string[]]>([
    ['*', ['*']],
    ['"a"', ['"a"']],
    [' "a" , W/"b","" ', ['"a"', 'W/"b"', '""']],
  ])('%j lists the tags %j', (header, tags) => {
    expect(read(header)).toEqual(tags);
  });

  it.each(['', 'a', '"a" "b"', '"a",', '*, "a"', '"a""'])('refuses %j', (header) => {
    expect(() => read(header)).toThrow('header/If-Match must be * or a list of entity tags.');
  });

  it('is refused for writes of counters, and ignored for reads', () => {
    expect(() => read('"a"', 'counters.delete')).toThrow('is not supported for counters');
    expect(read('nonsense', 'counters.get')).toBeUndefined();
    expect(read('nonsense', 'message.get')).toBeUndefined();
    expect(readIfMatch(requestWith('if-match', []), 'message.set')).toBeUndefined();
  });
});
