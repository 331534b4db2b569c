import 'reflect-metadata';
import { PROVIDERS } from '../providers/registry';
import { play } from './play';
import { paintFor, scriptOf } from './script';
import { setStage } from './stage';
import { scenesOf } from './walk';

/** Every vendor operation once, in front of a person: what was asked, sent, answered and said. */
async function main(): Promise<void> {
  const paint = paintFor(process.stdout.isTTY && process.env.NO_COLOR === undefined);
  const stage = await setStage();
  let played = 0;
  let failed = 0;
  try {
    for (const provider of PROVIDERS)
      for (const connection of stage.connections.filter((one) => one.provider === provider.name))
        for (const scene of scenesOf(provider, connection.name)) {
          const outcome = await play(stage.url, scene, connection.recorder);
          console.log(scriptOf(scene, outcome, provider.secretHeaders, paint));
          played += 1;
          if (!outcome.succeeded) failed += 1;
        }
  } finally {
    await stage.close();
  }
  console.log(`${played} calls, ${failed} failed.`);
  if (played === 0 || failed > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
