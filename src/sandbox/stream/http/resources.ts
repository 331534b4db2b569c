import { cidOf, type Channel, type Message } from '../model/state';
import type { Call } from './call';

const userNamed = (id: string, { generation, unknowns }: Call, atMs: number) => ({
  id,
  role: 'user',
  created_at: generation.time(atMs, unknowns),
  updated_at: generation.time(atMs, unknowns),
  banned: false,
  online: false,
  custom: {},
  language: '',
  teams: [],
  blocked_user_ids: [],
});

/** A channel as replies show it: system fields, and its custom data among them (v1) or in `custom` (v2). */
export function channelResource(channel: Channel, call: Call): object {
  const { generation, unknowns } = call;
  const { type, id, frozen, createdAt, updatedAt, createdBy, custom } = channel;
  const fields = {
    id,
    type,
    cid: cidOf(channel),
    created_at: generation.time(createdAt, unknowns),
    updated_at: generation.time(updatedAt, unknowns),
    created_by: userNamed(createdBy, call, createdAt),
    frozen,
    disabled: false,
    member_count: 0,
    own_capabilities: [],
    config: { name: type, commands: [] },
  };
  return generation.withCustom(fields, custom, unknowns);
}

/** A message as replies show it. @param channel its channel, where the reply has it */
export function messageResource(message: Message, call: Call, channel?: Channel): object {
  const { generation, unknowns } = call;
  const { id, cid, text, userId, createdAt, updatedAt, deletedAt, fields, custom } = message;
  const system = {
    id,
    cid,
    type: deletedAt === undefined ? 'regular' : 'deleted',
    text,
    html: `<p>${text}</p>\n`,
    user: userNamed(userId, call, createdAt),
    attachments: [],
    latest_reactions: [],
    own_reactions: [],
    mentioned_users: [],
    reaction_counts: {},
    reaction_scores: {},
    reply_count: 0,
    deleted_reply_count: 0,
    shadowed: false,
    silent: false,
    pinned: false,
    created_at: generation.time(createdAt, unknowns),
    updated_at: generation.time(updatedAt, unknowns),
    ...(deletedAt !== undefined && { deleted_at: generation.time(deletedAt, unknowns) }),
    ...Object.fromEntries(fields),
    ...(channel !== undefined && { channel: channelResource(channel, call) }),
  };
  return generation.withCustom(system, custom, unknowns);
}
