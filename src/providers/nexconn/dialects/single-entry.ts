import type { Entry } from '../../../core/metadata';
import { notificationFields } from '../notification';
import type { NexconnOptions } from '../options';
import { flag, formRequest, type WireRequest } from '../requests';
import type { OpenChannelSet, OpenChannelWrite } from './dialect';

/** "Set metadata" of an open channel. Exists as a form only. */
export const setOneRequest = (
  { channelId, actor, autoDelete }: OpenChannelSet,
  { key, values: [value = ''] }: Entry,
  options: NexconnOptions,
): WireRequest =>
  formRequest('/chatroom/entry/set.json', {
    chatroomId: channelId,
    userId: actor,
    key,
    value,
    autoDelete: flag(autoDelete),
    ...notificationFields(options, { verb: 'set', key, value }),
  });

/** "Remove metadata" of an open channel. Exists as a form only; the actor must own the entry. */
export const removeOneRequest = (
  { channelId, actor }: OpenChannelWrite,
  key: string,
  options: NexconnOptions,
): WireRequest =>
  formRequest('/chatroom/entry/remove.json', {
    chatroomId: channelId,
    userId: actor,
    key,
    ...notificationFields(options, { verb: 'remove', key, value: '' }),
  });
