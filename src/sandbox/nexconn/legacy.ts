import { parseJson } from '../kit/json';
import type { Generation } from './http/generations';

const first = (raw: unknown): string | undefined => {
  const value: unknown = Array.isArray(raw) ? raw[0] : undefined;
  return typeof value === 'string' ? value : undefined;
};

/**
 * RongCloud: form fields (nested values are JSON in a string) and JSON replies. Open-channel queries
 * answer `autoDelete` and `lastSetTime` as strings, message queries `ts` as a number.
 */
export const legacy: Generation = {
  name: 'legacy',
  contentType: 'application/x-www-form-urlencoded',
  success: 200,
  parse: (body) => {
    const form = new URLSearchParams(body.toString('utf8'));
    return new Map([...form.keys()].map((name) => [name, form.getAll(name)]));
  },
  text: first,
  number: (raw) => {
    const digits = first(raw) ?? '';
    return /^\d+$/.test(digits) ? Number(digits) : undefined;
  },
  structure: (raw) => parseJson(first(raw) ?? ''),
  repeated: (raw) => raw,
  messageEntries: (entries) => ({
    extraContent: Object.fromEntries(
      entries.map(([key, { value, updatedAt }]) => [key, { v: value, ts: updatedAt }]),
    ),
  }),
  channelEntries: (entries) => ({
    keys: entries.map(([key, { value, owner, autoDelete, updatedAt }]) => ({
      key,
      value,
      userId: owner,
      autoDelete: autoDelete ? '1' : '0',
      lastSetTime: String(updatedAt),
    })),
  }),
};
