import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../support/documents/documents';

const POLL_INTERVAL_MS = 200;

/** A command that takes longer hangs. */
const TIMEOUT_MS = 540_000;

/** The output of a command and its exit code, `null` for a command that was ended by a signal. */
export interface Result {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The files of the repository as a new clone has them, and the processes that run in it. */
export class FreshCopy {
  readonly folder = mkdtempSync(join(tmpdir(), 'readme-'));
  private readonly servers: ChildProcess[] = [];
  private readonly printed = new Map<ChildProcess, string>();

  constructor() {
    const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    const files = execFileSync('git', list, { cwd: ROOT, encoding: 'utf8' }).split('\0');
    for (const file of files.filter((name) => name !== ''))
      cpSync(join(ROOT, file), join(this.folder, file));
    execFileSync('git', ['init', '--quiet'], { cwd: this.folder });
  }

  /** Runs a command to its end, and ends it with its whole process group when it hangs. */
  async run(command: string, env: NodeJS.ProcessEnv): Promise<Result> {
    const child = this.start(command, env);
    let err = '';
    child.stderr?.on('data', (text: Buffer) => (err += text.toString()));
    const timer = setTimeout(() => {
      endGroup(child);
    }, TIMEOUT_MS);
    const [code] = (await once(child, 'close')) as [number | null];
    clearTimeout(timer);
    return { code, out: this.printed.get(child) ?? '', err };
  }

  /**
   * Starts a server and waits until it answers at this address.
   * @returns the output up to then
   * @throws Error when the command ends before
   */
  async serve(command: string, env: NodeJS.ProcessEnv, url: string): Promise<string> {
    const child = this.start(command, env);
    this.servers.push(child);
    child.stderr?.resume();
    while (!(await isAnswering(url))) {
      if (child.exitCode !== null)
        throw new Error(`${command} ended: ${this.printed.get(child) ?? ''}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
    }
    return this.printed.get(child) ?? '';
  }

  /** Ends the servers and removes the folder. */
  async close(): Promise<void> {
    for (const server of this.servers) endGroup(server);
    await Promise.all(
      this.servers.map(async (child) => child.exitCode ?? child.signalCode ?? once(child, 'close')),
    );
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Each command has a process group of its own, because npm starts further processes. */
  private start(command: string, env: NodeJS.ProcessEnv): ChildProcess {
    const child = spawn('bash', ['-c', command], {
      cwd: this.folder,
      env: { ...process.env, ...env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (text: Buffer) => {
      this.printed.set(child, (this.printed.get(child) ?? '') + text.toString());
    });
    return child;
  }
}

function endGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid);
}

const isAnswering = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
