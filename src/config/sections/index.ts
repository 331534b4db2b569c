import type { Shape } from '../../validation';
import { AuthSection } from './auth';
import { ConnectionSection } from './connection';
import { EgressSection } from './egress';
import { LimitsSection, LogSection, ServerSection, type Document } from './document';
import { RedisSection } from './redis';

/** The class of each part of the file. `connections` has the named class for each of its entries. */
export const SECTIONS: Readonly<Record<keyof Document, Shape>> = {
  server: ServerSection,
  redis: RedisSection,
  limits: LimitsSection,
  auth: AuthSection,
  log: LogSection,
  connections: ConnectionSection,
  egress: EgressSection,
};
