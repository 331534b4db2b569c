import type { Capability } from '../../core/capability';
import { describeCapabilities } from './describe';

const native: Capability = { support: 'native', atomic: true };

describe('the conditions of a write', () => {
  it('are checked by the gateway where the plan does not check them', () => {
    const { message, counters } = describeCapabilities({
      'message.get': { group: native },
      'message.set': { group: native },
      'message.delete': { group: native },
      'counters.get': { group: native },
      'counters.change': { group: { ...native, upsert: 'native' } },
      'counters.delete': { group: native },
    });
    expect(message?.group).toMatchObject({
      get: native,
      set: { ...native, upsert: 'emulated', preconditions: 'emulated' },
      delete: { ...native, preconditions: 'emulated' },
      'add-values': { support: 'unsupported' },
    });
    expect(message?.group?.get).toEqual(native);
    expect(counters?.group).toEqual({
      get: native,
      change: { ...native, upsert: 'native' },
      delete: native,
    });
  });

  it('are unsupported where the vendor cannot read', () => {
    const { channel } = describeCapabilities({ 'channel.set': { open: native } });
    const conditions = { upsert: 'unsupported', preconditions: 'unsupported' };
    expect(channel?.open?.set).toEqual({ ...native, ...conditions });
  });
});
