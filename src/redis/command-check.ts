import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { RedisFailure, toRedisFailure } from './failure';
import { readScript, type RedisClient } from './script';

const CHECK = readScript(join(__dirname, 'check.lua'));

/**
 * Runs every command that the gateway needs, as the configured user.
 * @throws RedisFailure that names the commands that the server refuses
 */
export async function checkCommands(client: RedisClient): Promise<void> {
  // of another cluster node each time
  const key = `{cmg:check:${randomBytes(4).toString('hex')}}`;
  const refused = await CHECK.load(client, key).catch((error: unknown) => {
    throw named('EVAL', toRedisFailure(error));
  });
  await CHECK.run(client, () => false, key).catch((error: unknown) => {
    throw named('EVALSHA', toRedisFailure(error));
  });
  const [first, ...others] = readRefusals(refused);
  if (!first) return;
  const failure = toRedisFailure(new Error(first.error));
  throw named([first, ...others].map(({ command }) => command).join(', '), failure);
}

/** Adds the commands to the words of the server, unless it has its reason for refusing all commands. */
const named = (commands: string, { cause, detail }: RedisFailure): RedisFailure =>
  cause === 'permission' || cause === 'other' || cause === 'undeclared-keys'
    ? new RedisFailure(cause, `${commands}: ${detail}`)
    : new RedisFailure(cause, detail);

function readRefusals(reply: unknown): { readonly command: string; readonly error: string }[] {
  if (!Array.isArray(reply)) return [];
  const texts = reply.map(String);
  return texts.flatMap((command, index) =>
    index % 2 === 0 ? [{ command, error: texts[index + 1] ?? '' }] : [],
  );
}
