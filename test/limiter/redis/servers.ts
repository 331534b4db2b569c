import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort, REDIS_SERVER } from '../../support/redis/redis-server';

/** Servers of one test, in a temporary folder. */
export class Servers {
  readonly folder = mkdtempSync(join(tmpdir(), 'gateway-redis-'));
  private readonly processes: ChildProcess[] = [];

  /** @param program of the servers */
  constructor(private readonly program = REDIS_SERVER) {}

  /** Starts a server on a port of its own; `extra` are its options. @returns the port */
  async start(extra: readonly string[] = [], port?: number): Promise<number> {
    const own = port ?? (await findFreePort());
    const plain = extra.includes('--tls-port') ? [] : ['--port', String(own)];
    const options = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const place = ['--dir', this.folder, '--cluster-config-file', `nodes-${own}.conf`];
    await this.launch([...plain, ...options, ...place, ...extra], 'Ready to accept');
    return own;
  }

  /** Starts a sentinel for the master `main` on this port. @returns the port */
  async startSentinel(masterPort: number): Promise<number> {
    const port = await findFreePort();
    const file = join(this.folder, `sentinel-${port}.conf`);
    const monitor = [
      `monitor main 127.0.0.1 ${masterPort} 1`,
      'down-after-milliseconds main 500',
      'failover-timeout main 2000',
    ];
    const lines = [`port ${port}`, ...monitor.map((line) => `sentinel ${line}`)];
    writeFileSync(file, lines.join('\n'));
    await this.launch([file, '--sentinel'], '+monitor');
    return port;
  }

  private async launch(parameters: readonly string[], sign: string) {
    const child = spawn(this.program, parameters, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.processes.push(child);
    let output = '';
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (text: Buffer) => {
        output += text.toString();
        if (output.includes(sign)) resolve();
      });
      child.once('exit', () => {
        reject(new Error(`${this.program} did not start: ${output}`));
      });
    });
  }

  /** Kills the server that was started last, and starts another on the same port with an empty memory. */
  async restart(port: number): Promise<void> {
    const last = this.processes.at(-1);
    if (last) await kill(last);
    await this.start([], port);
  }

  async stop(): Promise<void> {
    for (const child of this.processes) await kill(child);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
