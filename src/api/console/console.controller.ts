import { Controller, Get, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { SANDBOX_API_KEY } from '../http/injection-tokens';
import { everyStage } from './examples';

/** What the console's page needs before it has a key. The page itself is static. */
@ApiExcludeController()
@Controller('console/start.json')
export class ConsoleController {
  constructor(@Inject(SANDBOX_API_KEY) private readonly sandboxKey: string | undefined) {}

  /** The sandbox's key and example places; none of either where a configuration file is in force. */
  @Get()
  start() {
    if (this.sandboxKey === undefined) return { apiKey: '', examples: [] };
    return { apiKey: this.sandboxKey, examples: everyStage() };
  }
}
