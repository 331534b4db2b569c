import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Writes Nest's messages to the log of the gateway; Nest's `log` becomes `debug`. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown): void {
    this.logger.debug({ message });
  }
  error(message: unknown, stack?: unknown): void {
    this.logger.error({ message, stack });
  }
  warn(message: unknown): void {
    this.logger.warn({ message });
  }
}
