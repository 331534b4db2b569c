import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyOf, type Build } from './build';
import { crash, flush } from './faults';
import type { Scenario } from './scenario';
import { rough } from './scenarios';
import { ACCOUNTS } from './accounts';

/** A change of one place of the ledger that takes away what makes it exact. */
export interface Mutation {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Something wrong, and what brings it out: if the vendor's count does not see it, it sees nothing. */
export interface Control {
  readonly name: string;
  readonly scenario: Scenario;
  readonly mutation?: Mutation;
}

const QUICK = { accounts: [ACCOUNTS.MESSAGES, ACCOUNTS.ATTRIBUTES] };

export const RELEASED_AT_GRANT: Control = {
  name: 'tokens that rest from the grant on',
  scenario: rough('released at the grant', [], { ...QUICK, forMs: 9_000 }),
  mutation: {
    file: 'src/limiter/ledger/draw.lua',
    from: "redis.call('ZADD', away, at + input.flight, name)",
    to: `for quota, tokens in each_draw(want.draws) do
      local bucket = bucket_of(quota)
      put_to_rest(bucket, tonumber(tokens), at + bucket.window, input.replica)
    end`,
  },
};

const NO_QUARANTINE: Control = {
  name: 'a ledger that grants at once after it was lost',
  scenario: rough(
    'no quarantine',
    [7_000, 9_000, 11_000].flatMap((atMs) => [crash(atMs, 0), flush(atMs + 20)]),
    { ...QUICK },
  ),
  mutation: {
    file: 'src/limiter/ledger/join.lua',
    from: 'local function hold_of(quota)',
    to: 'local function hold_of(quota)\n  if true then return 0 end',
  },
};

const UNSHARED: Control = {
  name: 'two replicas without Redis',
  scenario: rough('unshared', [], { ...QUICK, replicas: 2, redis: 'none', forMs: 6_000 }),
};

export const CONTROLS: readonly Control[] = [RELEASED_AT_GRANT, NO_QUARANTINE, UNSHARED];

/** @throws Error where the place to change is not there, or not there alone */
export function mutated(build: Build, { file, from, to }: Mutation): Build {
  const copy = copyOf(build);
  const path = join(copy.folder, file);
  const parts = readFileSync(path, 'utf8').split(from);
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} × ${from}`);
  writeFileSync(path, parts.join(to));
  return copy;
}
