import type { Call } from './http/endpoint';
import { choiceParameter, flagParameter, listParameter, textParameter } from './http/query';
import type { Channel, Message } from './model/state';

type Filter = (message: Message) => boolean;

const everything: Filter = () => true;
const senderId = ({ sender }: Message) => sender?.user_id ?? '';

function bySender({ request }: Call): Filter {
  const one = textParameter(request, 'sender_id');
  const several = listParameter(request, 'sender_ids');
  const senders = one === undefined ? several : [one, ...several];
  return senders.length === 0 ? everything : (message) => senders.includes(senderId(message));
}

function byType({ request }: Call): Filter {
  const type = choiceParameter(request, 'message_type', ['MESG', 'FILE', 'ADMM']);
  return type === undefined ? everything : (message) => message.type === type;
}

function byCustomType({ request }: Call): Filter {
  const customType = textParameter(request, 'custom_type');
  return customType === undefined ? everything : (message) => message.customType === customType;
}

function byOperator({ request }: Call, { operatorIds }: Channel): Filter {
  const wanted = choiceParameter(request, 'operator_filter', ['all', 'operator', 'nonoperator']);
  return wanted === undefined || wanted === 'all'
    ? everything
    : (message) => operatorIds.includes(senderId(message)) === (wanted === 'operator');
}

function byMetaarray({ request, unknowns }: Call): Filter {
  const asked = flagParameter(request, 'with_meta_array', false);
  return asked && unknowns.listWithMetaArray === 'filter'
    ? ({ metaarray }) => metaarray.size > 0
    : everything;
}

function byRemoval({ request }: Call): Filter {
  const all = flagParameter(request, 'including_removed', false);
  return all ? everything : ({ removed }) => !removed;
}

/**
 * The filters of "List messages" (Sendbird docs).
 * @throws Refusal 400111 for a type or an operator filter that does not exist, 400104 for a bad flag
 */
export function messageFilter(call: Call, channel: Channel): Filter {
  const filters = [
    bySender(call),
    byType(call),
    byCustomType(call),
    byOperator(call, channel),
    byMetaarray(call),
    byRemoval(call),
  ];
  return (message) => filters.every((filter) => filter(message));
}
