import { createHostRotation, isHostFailure } from './host-rotation';
import { TransportFailure } from './transport-failure';

describe('a host rotation', () => {
  it('moves to the next host after a failure, and back to the first after the last', () => {
    const rotation = createHostRotation(['primary', 'backup 1', 'backup 2']);
    const visited = [rotation.current];
    for (let failure = 0; failure < 3; failure += 1) {
      rotation.reportFailure(rotation.current);
      visited.push(rotation.current);
    }
    expect(visited).toEqual(['primary', 'backup 1', 'backup 2', 'primary']);
  });

  it('moves once if several calls to the same host fail', () => {
    const rotation = createHostRotation(['primary', 'backup']);
    rotation.reportFailure('primary');
    rotation.reportFailure('primary');
    expect(rotation.current).toBe('backup');
  });

  it('keeps a single host', () => {
    const rotation = createHostRotation(['only']);
    rotation.reportFailure('only');
    expect(rotation.current).toBe('only');
  });
});

it.each([
  [500, true],
  [503, true],
  [499, false],
  [429, false],
  [404, false],
  [302, false],
  [200, false],
  [new TransportFailure('not-sent'), true],
  [new TransportFailure('circuit-open'), true],
  [new TransportFailure('timeout', 0), true],
  [new TransportFailure('cut', 0), true],
  [new TransportFailure('truncated', 0), true],
  [new TransportFailure('not-utf8', 0), false],
  [new TransportFailure('too-large', 0), false],
  [new TransportFailure('aborted', 0), false],
  [new TypeError('a fault of the gateway'), false],
])('counts %s as a failure of the host: %s', (outcome, expected) => {
  expect(isHostFailure(outcome)).toBe(expected);
});
