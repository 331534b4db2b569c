import { Controller, Get, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { PROVIDERS } from '../../providers/registry';
import { sandboxConnectionName, type SandboxTarget } from '../docs/examples';
import { SANDBOX_API_KEY } from '../http/injection-tokens';

/** Serves the data that the console needs before it has an API key. Its page is a static file. */
@ApiExcludeController()
@Controller('console/start.json')
export class ConsoleController {
  constructor(@Inject(SANDBOX_API_KEY) private readonly sandboxKey: string | undefined) {}

  /** The sandbox's key and example targets; empty when a configuration file is in use. */
  @Get()
  start() {
    if (this.sandboxKey === undefined) return { apiKey: '', examples: [] };
    return { apiKey: this.sandboxKey, examples: exampleTargets() };
  }
}

/** The initial targets of every vendor's sandbox. */
const exampleTargets = (): SandboxTarget[] =>
  PROVIDERS.flatMap(({ name, sandboxExamples }) =>
    sandboxExamples.targets.map((target) => ({
      ...target,
      connection: sandboxConnectionName(name),
    })),
  );
