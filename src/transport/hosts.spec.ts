import { TransportFailure } from './failure';
import { createHosts, isHostTrouble } from './hosts';

describe('hosts', () => {
  it('stay with the one that works, and go round when each fails', () => {
    const hosts = createHosts(['primary', 'backup']);
    expect(hosts.current).toBe('primary');
    hosts.failed('primary');
    expect(hosts.current).toBe('backup');
    hosts.failed('backup');
    expect(hosts.current).toBe('primary');
  });

  it('are not switched twice by calls that failed together', () => {
    const hosts = createHosts(['primary', 'backup']);
    hosts.failed('primary');
    hosts.failed('primary');
    expect(hosts.current).toBe('backup');
  });

  it('leave a single host in use', () => {
    const hosts = createHosts(['only']);
    hosts.failed('only');
    expect(hosts.current).toBe('only');
  });

  it.each([
    [500, true],
    [503, true],
    [429, false],
    [404, false],
    [302, false],
    [200, false],
    [new TransportFailure('not-sent', false), true],
    [new TransportFailure('timeout', true), true],
    [new TransportFailure('cut', true), true],
    [new TransportFailure('truncated', true), true],
    [new TransportFailure('too-large', true), false],
    [new TransportFailure('aborted', true), false],
    [new TypeError('ours'), false],
  ])('take %s as their own trouble: %s', (outcome, trouble) => {
    expect(isHostTrouble(outcome)).toBe(trouble);
  });
});
