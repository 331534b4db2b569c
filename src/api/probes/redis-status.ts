import type { Logger } from 'pino';
import type { LedgerState, SuspendedReplica } from '../../limiter';
import type { RedisCause, RedisFailure, RedisObserver, RedisUse } from '../../redis';
import { RepeatedLog } from '../http/logging/repeated-log';

/** The level and message of the log line when a ledger gets into a state. */
const LEDGER_LINES = {
  shared: ['info', 'quotas are shared through Redis'],
  quarantined: ['warn', 'quotas are in quarantine: Redis may have lost what was used'],
  fallback: ['warn', 'quotas are in fallback: this replica uses its fallback share'],
  refusing: [
    'error',
    'calls are refused: without Redis this replica has no safe part of the quotas',
  ],
} as const satisfies Readonly<Record<LedgerState, readonly ['info' | 'warn' | 'error', string]>>;

/** A silent replica whose fallback shares are suspended. */
export interface SuspensionReport {
  readonly replica: string;
  /** Unix time in milliseconds. */
  readonly untilMs: number;
}

interface LedgerReport {
  readonly state: LedgerState;
  /** Unix time at which the state ends by itself, in milliseconds. */
  readonly untilMs?: number;
  readonly suspended?: readonly SuspensionReport[];
}

interface Problem {
  readonly cause: RedisCause;
  readonly reason: string;
}

/** For the readiness probe and the console. It has no address and no secret. */
export interface RedisReport {
  readonly state: 'connecting' | 'connected' | 'lost';
  readonly since: string;
  readonly cause?: RedisCause;
  readonly reason?: string;
  /** Uses of a connected Redis whose latest command failed. */
  readonly failing?: Readonly<Partial<Record<RedisUse, Problem>>>;
  /** By connection: ledgers that are not shared, or have suspended shares. */
  readonly ledgers?: Readonly<Record<string, LedgerReport>>;
}

/**
 * The state of Redis as this replica sees it: of the connection, and of the ledger of each vendor account.
 * It is the one place that logs changes; `/health/ready` and the event streams show its report.
 */
export class RedisStatus {
  private state: RedisReport['state'] = 'connecting';
  private sinceMs = Date.now();
  private problem: Problem | undefined;
  private readonly failing = new Map<RedisUse, Problem>();
  private readonly ledgers = new Map<string, LedgerReport>();
  private failedAttempts: RepeatedLog;
  private readonly failedCommands: RepeatedLog;

  /** @param isRequired whether a replica without Redis is of no use */
  constructor(
    private readonly logger: Logger,
    private readonly isRequired: boolean,
  ) {
    this.failedAttempts = new RepeatedLog(logger, 'error');
    this.failedCommands = new RepeatedLog(logger, 'error');
  }

  /** For the connection to Redis. */
  readonly observer: RedisObserver = {
    connected: () => {
      this.failing.clear();
      this.problem = undefined;
      this.change('connected');
      this.logger.info({ redis: 'connected' }, 'connected to Redis');
    },
    lost: (failure) => {
      const problem = problemOf(failure);
      // each loss is logged at once, however recent the one before
      if (this.state !== 'lost') this.failedAttempts = new RepeatedLog(this.logger, 'error');
      this.change('lost');
      this.problem = problem;
      this.failedAttempts.report(problem.reason, { redis: 'lost', ...problem }, 'Redis is lost');
    },
    failed: (use, failure) => {
      const problem = problemOf(failure);
      this.failing.set(use, problem);
      this.failedCommands.report(
        `${use} ${problem.cause}`,
        { redis: 'failing', use, ...problem },
        'a command to Redis failed',
      );
    },
    recovered: (use) => {
      this.failing.delete(use);
    },
  };

  /** Notes the state of the ledger that a connection uses, and logs the change. */
  ledger(connection: string, state: LedgerState, endsInMs?: number): void {
    const { state: known, suspended } = this.ledgerOf(connection);
    const end = endsInMs === undefined ? {} : { untilMs: unixTimeIn(endsInMs) };
    this.ledgers.set(connection, { state, ...end, ...(suspended && { suspended }) });
    if (known === state) return;
    const [level, message] = LEDGER_LINES[state];
    this.logger[level]({ connection, ledger: state, ...end }, message);
  }

  /** Notes all replicas whose shares are suspended, and logs those that were not before. */
  suspended(connection: string, replicas: readonly SuspendedReplica[]): void {
    const { suspended: before = [], ...ledger } = this.ledgerOf(connection);
    const suspended = replicas.map(withEndTime);
    this.ledgers.set(connection, { ...ledger, ...(suspended.length > 0 && { suspended }) });
    const isKnown = ({ replica }: SuspensionReport, among: readonly SuspensionReport[]): boolean =>
      among.some((one) => one.replica === replica);
    for (const one of suspended.filter((each) => !isKnown(each, before)))
      this.logger.warn(
        { connection, ledger: 'suspended', ...one },
        'the fallback share of a silent replica is suspended',
      );
    for (const one of before.filter((each) => !isKnown(each, suspended)))
      this.logger.info(
        { connection, ledger: 'suspension-ended', replica: one.replica },
        'the suspension of a fallback share has ended',
      );
  }

  /** Logs a step of the clock of Redis. The ledger's clock goes on, so no quota is affected for long. */
  clockStepped(connection: string, byMs: number): void {
    this.logger.warn({ connection, clockStepMs: byMs }, 'the clock of Redis was set');
  }

  /** Forgets a connection that uses its ledger no longer. */
  removed(connection: string): void {
    this.ledgers.delete(connection);
  }

  /**
   * The reason why this replica can serve no call; undefined if it can. A replica in fallback can: it uses
   * its fallback share.
   */
  get unfitness(): string | undefined {
    const problem = this.problem ?? this.failing.get('ledger');
    const reason = problem?.reason ?? 'Redis is not connected yet.';
    if (this.isRequired && this.state !== 'connected') return `Redis is required. ${reason}`;
    const states = [...this.ledgers.values()].map(({ state }) => state);
    return states.length > 0 && states.every((state) => state === 'refusing')
      ? `No connection has a safe part of its quotas. ${reason}`
      : undefined;
  }

  report(): RedisReport {
    const ledgers = [...this.ledgers].filter(
      ([, { state, suspended }]) => state !== 'shared' || suspended !== undefined,
    );
    return {
      state: this.state,
      since: new Date(this.sinceMs).toISOString(),
      ...this.problem,
      ...(this.failing.size > 0 && { failing: Object.fromEntries(this.failing) }),
      ...(ledgers.length > 0 && { ledgers: Object.fromEntries(ledgers) }),
    };
  }

  private ledgerOf(connection: string): LedgerReport {
    return this.ledgers.get(connection) ?? { state: 'shared' };
  }

  private change(state: RedisReport['state']): void {
    if (this.state !== state) this.sinceMs = Date.now();
    this.state = state;
  }
}

const unixTimeIn = (inMs: number): number => Math.round(Date.now() + inMs);

export const withEndTime = ({ replica, endsInMs }: SuspendedReplica): SuspensionReport => ({
  replica,
  untilMs: unixTimeIn(endsInMs),
});

const problemOf = ({ cause, message }: RedisFailure): Problem => ({ cause, reason: message });
