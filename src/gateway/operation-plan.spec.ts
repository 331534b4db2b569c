import { GatewayError, type ErrorCode } from '../core/gateway-error';
import type { OperationName, Operations } from '../core/operation';
import type { Adapter, PlanTable, Provider } from '../core/provider';
import { request, setOf } from '../../test/support/gateway/in-process-gateway';
import { entityTag } from './entity-tag';
import { readOf, wholeReadOf } from './conditional-plan';
import { checkCapability, OperationPlan } from './operation-plan';

const PAGES: PlanTable = {
  *'message.get'({ keys, cursor = 'first', ...call }) {
    const payload = yield request('GET', `/${cursor}`, {
      body: JSON.stringify([keys, call.strict, call.actorId]),
    });
    return payload as { entries: []; nextCursor?: string };
  },
  *'message.set'({ entries }) {
    yield request('PUT', '/message');
    return { entries };
  },
};
const A = { key: 'a', values: ['1'] };
const B = { key: 'b', values: ['2'] };

const planOf = (plans: PlanTable, ifMatch?: readonly string[]) =>
  new OperationPlan(
    {
      adapter: { plans, quotas: [] as Adapter['quotas'] } as Adapter,
      provider: { capabilities: {} } as Provider,
    },
    setOf('message.set', { c: '3' }, { ifMatch, strict: true, actorId: 'u' }),
  );

describe('a conditional plan', () => {
  it('compares the entity tag of all pages', () => {
    const plan = planOf(PAGES, ['"other"', entityTag([A, B])]);
    expect(plan.request).toMatchObject({ path: '/first', body: '[null,false,"u"]' });
    plan.answer({ entries: [A], nextCursor: 'second' });
    expect(plan.request).toMatchObject({ path: '/second', body: '[null,false,"u"]' });
    plan.answer({ entries: [B] });
    expect(plan.request?.path).toBe('/message');
    plan.answer({});
    expect(plan.request).toBeUndefined();
    expect(plan.reply).toEqual({ entries: [{ key: 'c', values: ['3'] }] });
  });

  it('ends without a write where no entity tag matches', () => {
    const plan = planOf(PAGES, ['"other"', entityTag([A])]);
    plan.answer({ entries: [A], nextCursor: 'second' });
    expect(() => {
      plan.answer({ entries: [B] });
    }).toThrow('The entity tag of the metadata has changed.');
  });

  it('has an entity tag of a reply without entries', () => {
    const plan = planOf(PAGES, [entityTag([])]);
    plan.answer({});
    expect(plan.request?.path).toBe('/message');
  });

  it('does not read without a condition', () => {
    expect(planOf(PAGES).request?.path).toBe('/message');
  });
});

describe('a plan', () => {
  it('has no reply before it has ended', () => {
    expect(() => planOf(PAGES).reply).toThrow(RangeError);
  });

  it('goes on with a failure that it handles, and throws any other', () => {
    const failed = new GatewayError('upstream-refused', 'It failed.');
    const handles: PlanTable = {
      *'message.set'() {
        try {
          yield request('PUT', '/message');
        } catch {
          yield request('POST', '/message');
        }
        return {};
      },
    };
    const plan = planOf(handles);
    plan.fail(failed);
    expect(plan.request?.method).toBe('POST');
    expect(() => {
      plan.fail(failed);
    }).toThrow(failed);
  });

  it.each<['PUT' | 'GET', ErrorCode, 'unknown' | undefined]>([
    ['PUT', 'upstream-malformed', 'unknown'],
    ['GET', 'upstream-malformed', undefined],
    ['PUT', 'upstream-refused', undefined],
  ])('that cannot read the payload of a %s, with %s, has applied %s', (method, code, applied) => {
    const plan = planOf({
      *'message.set'() {
        yield request(method, '/message');
        throw new GatewayError(code, 'The payload cannot be read.');
      },
    });
    const details = detailsOf(() => {
      plan.answer({});
    });
    expect(details.applied).toBe(applied);
  });
});

function detailsOf(fail: () => void) {
  try {
    fail();
  } catch (error) {
    if (error instanceof GatewayError) return error.details;
  }
  throw new Error('It did not fail with an error of the gateway.');
}

it.each<[OperationName, OperationName]>([
  ['message.set', 'message.get'],
  ['message.add-values', 'message.get'],
  ['channel.delete', 'channel.get'],
  ['counters.change', 'counters.get'],
])('what %s has changed is seen by %s', (name, read) => {
  expect(readOf(name)).toBe(read);
});

it('reads all entries of the target of a call, on behalf of its actor', () => {
  const { call } = setOf('message.set', { a: '1' }, { actorId: 'u', strict: true, ifMatch: ['*'] });
  const { target } = call;
  expect(wholeReadOf(call)).toEqual({ target, options: {}, strict: false, actorId: 'u' });
});

describe('an operation', () => {
  const provider = {
    name: 'test',
    title: 'Test',
    capabilities: {
      'message.set': { community: { support: 'native', atomic: true } },
    },
  } as unknown as Provider;
  const check = (name: OperationName, target: Partial<Operations['message.set']['target']>) => {
    const { call } = setOf('message.set', { a: '1' });
    checkCapability(provider, {
      name,
      call: { ...call, target: { ...call.target, ...target } },
    } as Parameters<typeof checkCapability>[1]);
  };

  it('passes where the vendor supports it for the type of channel', () => {
    check('message.set', { channelType: 'community' });
    check('message.set', { channelType: 'community', subchannelId: 's' });
  });

  it.each<[string, OperationName, 'direct' | 'community']>([
    ['of another name', 'channel.set', 'community'],
    ['in another type of channel', 'message.set', 'direct'],
  ])('%s is not supported by the vendor', (_, name, channelType) => {
    const details = detailsOf(() => {
      check(name, { channelType });
    });
    expect(details.upstream).toEqual({ provider: 'test' });
  });

  it('names a subchannel in a community channel only', () => {
    const details = detailsOf(() => {
      check('message.set', { channelType: 'direct', subchannelId: 's' });
    });
    expect(details.errors).toEqual([
      { pointer: 'query/subchannelId', reason: 'is allowed for community channels only' },
    ]);
  });
});

describe('the limit for all entries of a message together', () => {
  const placeLimits: Adapter['placeLimits'] = {
    message: {
      maximumBytes: 3,
      bytesOf: (entries) => entries.flatMap(({ values }) => values).join('').length,
    },
  };
  const plan = (values: Readonly<Record<string, string>>, more = {}) =>
    new OperationPlan(
      {
        adapter: { plans: PAGES, placeLimits, quotas: [] as Adapter['quotas'] } as Adapter,
        provider: CAPABLE,
      },
      setOf('message.set', values, more),
    );
  const CAPABLE = { title: 'Acme', capabilities: {} } as Provider;

  it('refuses a set that alone exceeds it, before any call', () => {
    expect(() => plan({ a: '1234' })).toThrow(
      'Acme: /entries must leave at most 3 bytes in all entries together, but leaves 4.',
    );
    expect(plan({ a: '123' }).request?.path).toBe('/message');
  });

  it('counts the entries that a condition has read, without those that the set replaces', () => {
    const refused = plan({ b: '34' }, { ifMatch: ['*'] });
    expect(() => {
      refused.answer({ entries: [{ key: 'a', values: ['12'] }] });
    }).toThrow(GatewayError);
    const fits = plan({ a: '34' }, { ifMatch: ['*'] });
    fits.answer({ entries: [{ key: 'a', values: ['12'] }] });
    expect(fits.request?.path).toBe('/message');
  });

  it('reads all entries for a condition on one key', () => {
    const update = plan({ b: '34' }, { ifEntry: 'missing' });
    expect(update.request?.body).toMatch(/^\[null/);
  });

  it('counts only the keys that an update writes', () => {
    const update = plan({ a: '345', b: '4' }, { upsert: false });
    update.answer({ entries: [{ key: 'a', values: ['12'] }] });
    expect(update.request?.path).toBe('/message');
  });
});

it('draws on quotas per channel for the channel of the call, in every step', () => {
  const draws = [{ quota: 'writes', tokens: 1 }];
  const terms = { limit: 5, windowMs: 1000, unit: 'requests', source: '' } as const;
  const quotas: Adapter['quotas'] = [{ ...terms, name: 'writes', per: 'channel' }];
  const plans: PlanTable = {
    *'message.set'({ entries }) {
      yield request('GET', '/message', { draws });
      yield request('PUT', '/message', { draws });
      return { entries };
    },
  };
  const plan = new OperationPlan(
    { adapter: { plans, quotas } as Adapter, provider: { capabilities: {} } as Provider },
    setOf('message.set', { a: '1' }),
  );
  const { channelId } = plan.operation.call.target;
  const drawn = [{ ...draws[0], channel: channelId }];
  expect(plan.request?.draws).toEqual(drawn);
  plan.answer({});
  expect(plan.request?.draws).toEqual(drawn);
});
