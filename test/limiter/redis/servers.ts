import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../../support/redis/redis-server';

/** Servers of one test, in a temporary folder. */
export class Servers {
  readonly folder = mkdtempSync(join(tmpdir(), 'gateway-redis-'));
  private readonly processes: ChildProcess[] = [];

  /** Starts a server on a port of its own; `extra` are its options. @returns the port */
  async start(extra: readonly string[] = [], port?: number): Promise<number> {
    const own = port ?? (await findFreePort());
    const plain = extra.includes('--tls-port') ? [] : ['--port', String(own)];
    const options = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const place = ['--dir', this.folder, '--cluster-config-file', `nodes-${own}.conf`];
    await this.launch(
      'redis-server',
      [...plain, ...options, ...place, ...extra],
      'Ready to accept',
    );
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
    await this.launch('redis-server', [file, '--sentinel'], '+monitor');
    return port;
  }

  private async launch(command: string, parameters: readonly string[], sign: string) {
    const child = spawn(command, parameters, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.processes.push(child);
    let output = '';
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (text: Buffer) => {
        output += text.toString();
        if (output.includes(sign)) resolve();
      });
      child.once('exit', () => {
        reject(new Error(`${command} did not start: ${output}`));
      });
    });
  }

  async stop(): Promise<void> {
    for (const child of this.processes) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
