/** Clients of one sample that have figures of their own. */
const MAX_CLIENTS = 10;
/** Clients that are counted for one sample, of which the busiest are chosen. */
const MAX_COUNTED_CLIENTS = 1_000;

/** The use of the quotas by one client since the previous sample. */
export interface ClientActivity {
  /** Absent: the sums of all clients without figures of their own. */
  readonly client?: string;
  /** Tokens granted, over all quotas. */
  readonly tokens: number;
  /** Calls that got their tokens. */
  readonly granted: number;
  /** Milliseconds that the granted calls waited, in total. */
  readonly waitedMs: number;
  /** Calls that got no tokens. */
  readonly refused: number;
}

type Figures = Omit<ClientActivity, 'client'>;

const NONE: Figures = { tokens: 0, granted: 0, waitedMs: 0, refused: 0 };

/** Counts tokens, waits and refusals by client between two samples. */
export class ClientCounts {
  private readonly byClient = new Map<string, Figures>();
  private others = NONE;

  granted(client: string, tokens: number, waitedMs: number): void {
    this.add(client, { tokens, granted: 1, waitedMs, refused: 0 });
  }

  refused(client: string): void {
    this.add(client, { ...NONE, refused: 1 });
  }

  /** Returns the busiest clients since the last call, then the sums of the others, and starts a new interval. */
  take(): ClientActivity[] {
    const sorted = [...this.byClient].sort(([, one], [, other]) => busyness(other) - busyness(one));
    const others = sorted
      .slice(MAX_CLIENTS)
      .reduce((sum, [, figures]) => sumOf(sum, figures), this.others);
    this.byClient.clear();
    this.others = NONE;
    const busiest = sorted
      .slice(0, MAX_CLIENTS)
      .map(([client, figures]) => ({ client, ...rounded(figures) }));
    return others === NONE ? busiest : [...busiest, rounded(others)];
  }

  private add(client: string, figures: Figures): void {
    const known = this.byClient.get(client);
    if (known !== undefined || this.byClient.size < MAX_COUNTED_CLIENTS)
      this.byClient.set(client, sumOf(known ?? NONE, figures));
    else this.others = sumOf(this.others, figures);
  }
}

/** The clients that a reader may know by name, then the sums of all others. */
export function withoutNames(
  clients: readonly ClientActivity[],
  mayName: (client: string) => boolean,
): ClientActivity[] {
  const isNamed = ({ client }: ClientActivity) => client !== undefined && mayName(client);
  const named = clients.filter(isNamed);
  const others = clients.filter((one) => !isNamed(one));
  return others.length === 0 ? named : [...named, others.reduce<Figures>(sumOf, NONE)];
}

/** A refused call counts as much as a token, so that a client that gets none is seen too. */
const busyness = ({ tokens, refused }: Figures): number => tokens + refused;

const sumOf = (one: Figures, other: Figures): Figures => ({
  tokens: one.tokens + other.tokens,
  granted: one.granted + other.granted,
  waitedMs: one.waitedMs + other.waitedMs,
  refused: one.refused + other.refused,
});

const rounded = (figures: Figures): Figures => ({
  ...figures,
  waitedMs: Math.round(figures.waitedMs),
});
