import 'reflect-metadata';
import { PROVIDERS } from '../providers/registry';
import { startDemoGateway } from './demo-gateway';
import { demoSteps } from './demo-steps';
import { createPaint, formatStep, INTRODUCTION } from './format-step';
import { count, runStep } from './run-step';

/** Carries out every vendor operation and prints its requests and replies. */
async function main(): Promise<void> {
  const paint = createPaint(process.stdout.isTTY && process.env.NO_COLOR === undefined);
  const gateway = await startDemoGateway();
  let steps = 0;
  let failures = 0;
  console.log(INTRODUCTION);
  try {
    for (const provider of PROVIDERS)
      for (const connection of gateway.connections.filter((one) => one.provider === provider.name))
        for (const step of demoSteps(provider, connection.name)) {
          const result = await runStep(gateway.url, step, connection.proxy);
          console.log(formatStep(step, result, provider, paint));
          steps += 1;
          if (!result.succeeded) failures += 1;
        }
  } finally {
    await gateway.close();
  }
  console.log(`${count(steps, 'call')}, ${failures} failed.`);
  if (steps === 0 || failures > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
