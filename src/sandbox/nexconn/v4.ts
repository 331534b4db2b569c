import { isObject, parseJson } from '../kit/json';
import type { Generation } from './http/generations';

/** Nexconn: JSON both ways; numbers are numbers, payloads are under `result.metadata`. */
export const v4: Generation = {
  name: 'v4',
  contentType: 'application/json',
  success: 0,
  parse: (body) => {
    const value = parseJson(body);
    return isObject(value) ? new Map(Object.entries(value)) : undefined;
  },
  text: (raw) => (typeof raw === 'string' ? raw : undefined),
  number: (raw) => (Number.isSafeInteger(raw) ? Number(raw) : undefined),
  structure: (raw) => raw,
  repeated: (raw) => raw,
  messageEntries: (entries, { listPayload }) => ({
    result: {
      metadata:
        listPayload === 'object'
          ? Object.fromEntries(entries)
          : entries.map(([key, { value, updatedAt }]) => ({ key, value, updatedAt })),
    },
  }),
  channelEntries: (entries, { ownerField }) => ({
    result: {
      metadata: entries.map(([key, { value, owner, autoDelete, updatedAt }]) => ({
        key,
        value,
        [ownerField]: owner,
        shouldAutoDelete: Number(autoDelete),
        updatedAt,
      })),
    },
  }),
};
