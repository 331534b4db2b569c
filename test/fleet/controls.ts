import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyOf, type Build } from './build';
import { crash, flush } from './faults';
import { SHORT_BLACK_HOLE } from './partitions';
import type { Scenario } from './scenario';
import { withFaults } from './with-faults';
import { ACCOUNTS } from './accounts';
import { LEASES_AND_KILLS } from './shared-quota';

/** A change of one place of the ledger that breaks the quota rule. */
export interface Mutation {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** A broken fleet and a scenario that shows it, to prove that the vendor's count detects such faults. */
export interface Control {
  readonly name: string;
  readonly scenario: Scenario;
  readonly mutation?: Mutation;
}

const QUICK = { accounts: [ACCOUNTS.MESSAGES, ACCOUNTS.ATTRIBUTES] };

export const RELEASED_AT_GRANT: Control = {
  name: 'tokens that rest from the grant instead of the answer',
  scenario: withFaults('control: tokens rest from the grant', [], { ...QUICK, forMs: 12_000 }),
  mutation: {
    file: 'src/limiter/ledger/draw.lua',
    from: `granted[#granted + 1] = math.ceil(at + input.leaseMs)
  granted[#granted + 1] = name`,
    to: `for quota, tokens in each_draw(request.draws) do
      local bucket = load_bucket(quota)
      start_resting(bucket, tonumber(tokens), at + bucket.window, input.replica)
    end`,
  },
};

const NO_QUARANTINE: Control = {
  name: 'a new ledger without quarantine',
  scenario: withFaults(
    'control: no quarantine',
    [7_000, 9_000, 11_000].flatMap((atMs) => [crash(atMs, 0), flush(atMs + 20)]),
    // the killed one has used much more than its fallback share, which stays suspended
    { ...QUICK, replicas: 2, maxReplicas: 20 },
  ),
  mutation: {
    file: 'src/limiter/ledger/join.lua',
    from: 'local function quarantine_end(quota)',
    to: 'local function quarantine_end(quota)\n  if true then return 0 end',
  },
};

const UNSUSPENDED: Control = {
  name: 'a ledger that keeps no share for a replica in fallback',
  scenario: SHORT_BLACK_HOLE,
  mutation: {
    file: 'src/limiter/ledger/ledger.lua',
    from: 'bucket.free = bucket.free - share + aside',
    to: 'bucket.free = bucket.free + aside',
  },
};

const NOT_RESTING: Control = {
  name: 'leases whose tokens are free when they end',
  scenario: LEASES_AND_KILLS,
  mutation: {
    file: 'src/limiter/ledger/client-leases.lua',
    from: "how == 'answered' and now + bucket.window or start",
    to: 'start',
  },
};

const UNSHARED: Control = {
  name: 'two replicas without Redis',
  scenario: withFaults('control: two replicas without Redis', [], {
    ...QUICK,
    replicas: 2,
    redis: 'none',
    forMs: 6_000,
  }),
};

export const CONTROLS: readonly Control[] = [
  RELEASED_AT_GRANT,
  NO_QUARANTINE,
  UNSUSPENDED,
  NOT_RESTING,
  UNSHARED,
];

/** @returns the text with the change. @throws Error unless the place to change occurs exactly once */
export function changed(text: string, { file, from, to }: Mutation): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${file} contains ${parts.length - 1} times: ${from}`);
  return parts.join(to);
}

export function mutated(build: Build, mutation: Mutation): Build {
  const copy = copyOf(build);
  const path = join(copy.folder, mutation.file);
  writeFileSync(path, changed(readFileSync(path, 'utf8'), mutation));
  return copy;
}
