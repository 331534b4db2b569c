import { createHash } from 'node:crypto';
import { isReadOperation, type Operation } from '../../core/operation';
import type { Job } from './job-factory';

export const isRead = ({ operation }: Job): boolean => isReadOperation(operation.name);

/** What makes an operation the same operation: what it does where, on whose behalf, and under what conditions. */
export function fingerprintOf({ name, call }: Operation): string {
  const { target, actorId, options, strict, ifMatch } = call;
  const parts = [name, target, actorId, options, strict, ifMatch, saidIn(call)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

/** The entries that a write of a batch is about, each by its target and key. */
export const placesOf = ({ call }: Operation): string[] =>
  saidIn(call).map((said) =>
    JSON.stringify([call.target, typeof said === 'string' ? said : said.key]),
  );

const saidIn = (call: Operation['call']) => {
  if ('entries' in call) return call.entries;
  return 'keys' in call && call.keys !== 'all' ? call.keys : [];
};
