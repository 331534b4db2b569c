import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readScript, Script, type RedisConnection } from '../redis';

const KNOWN_PROCESS = readScript(join(__dirname, 'known-process.lua'));

/** The text of a mark that this code has made. */
const MARK = /^[\w-]{1,64}$/;

/** The server process behind the connection, as this replica knows it. */
export interface ProcessMark {
  /** The connection that this was found out on. */
  readonly generation: number;
  /** Identifies the process. */
  readonly mark: string;
  /** The mark in the state, which this process lacks; empty if there is none. */
  readonly replaced: string;
}

/**
 * Finds out whether the server process is still the one that keeps the locks. A script in the cache of the
 * server is its mark: the cache is lost with the process, and is not replicated. The usual way, the run id
 * of `INFO`, is closed on hosts that withhold this command.
 */
export class ProcessMarks {
  private readonly name = randomBytes(8).toString('hex');

  constructor(
    private readonly redis: RedisConnection,
    /** The key with the state of the locks. */
    private readonly key: string,
  ) {}

  /** @throws RedisFailure */
  async find(): Promise<ProcessMark> {
    const { generation } = this.redis;
    const known = await this.redis.run('locks', KNOWN_PROCESS, this.key);
    const replaced = typeof known === 'string' ? known : '';
    if (MARK.test(replaced) && (await this.redis.knows('locks', markScript(replaced), this.key)))
      return { generation, mark: replaced, replaced: '' };
    // a mark of an earlier connection may belong to an earlier process
    const mark = `${this.name}-${generation}`;
    await this.redis.load('locks', markScript(mark), this.key);
    return { generation, mark, replaced };
  }
}

const markScript = (mark: string): Script => new Script(`return '${mark}'`);
