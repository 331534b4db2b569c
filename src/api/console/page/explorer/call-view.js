import { ROOT } from '../shared/api-client.js';
import { byId, setText } from '../shared/dom.js';
import { buildCall, INVALID_OPTIONS, InvalidForm } from './build-call.js';
import { curlCommand } from './curl.js';
import { readRows } from './entry-rows.js';

const COPY_FEEDBACK_MS = 2_000;

/** Shows the call that the form describes, as an HTTP request and as a curl command. */
export class CallView {
  /** @param {string} publicKey the sandbox's key; the curl command shows no other key */
  constructor(publicKey) {
    this.publicKey = publicKey;
    byId('copy').addEventListener('click', () => void copy(byId('curl'), byId('copy')));
  }

  /** Shows the call, or why the form does not describe one yet. */
  refresh(key) {
    const { call, problem } = this.tryRead();
    const shownKey = key === this.publicKey ? key : undefined;
    byId('options').setCustomValidity(problem === INVALID_OPTIONS ? problem : '');
    setText(byId('call'), call === undefined ? problem : callText(call));
    setText(byId('curl'), call === undefined ? '' : curlCommand(call, ROOT, shownKey));
  }

  /** @returns {{call: object} | {problem: string}} */
  tryRead() {
    if (byId('verb').value === '') return { problem: 'Choose a target and a verb.' };
    try {
      return { call: this.read() };
    } catch (error) {
      if (error instanceof InvalidForm) return { problem: error.message };
      throw error;
    }
  }

  /** @throws {InvalidForm} if the form describes no call */
  read() {
    const value = (id) => (byId(id).disabled ? '' : byId(id).value);
    const isChecked = (id) => byId(id).checked && !byId(id).disabled;
    return buildCall({
      connection: value('connection'),
      channelType: value('channel-type'),
      channelId: value('channel-id'),
      subchannelId: value('subchannel-id'),
      messageId: value('message-id'),
      messageIds: value('message-ids'),
      resource: value('resource'),
      verb: value('verb'),
      actorId: value('actor'),
      wait: value('wait'),
      maxAge: value('max-age'),
      idempotencyKey: value('idempotency-key'),
      ifMatch: value('if-match'),
      cursor: value('cursor'),
      optionsText: value('options'),
      strict: isChecked('strict'),
      existing: isChecked('existing'),
      create: isChecked('create'),
      all: byId('all').checked,
      rows: readRows(),
    });
  }
}

function callText({ method, path, headers, body }) {
  const lines = Object.entries(headers).map(([name, text]) => `${name}: ${text}`);
  const rest = body === undefined ? [] : ['', JSON.stringify(body, null, 2)];
  return [`${method} ${path}`, ...lines, ...rest].join('\n');
}

/** Copies a text. Selects it where the clipboard is unavailable, as with plain HTTP off localhost. */
async function copy(source, button) {
  try {
    await navigator.clipboard.writeText(source.textContent);
    button.textContent = 'Copied';
  } catch {
    getSelection()?.selectAllChildren(source);
    button.textContent = 'Selected';
  }
  setTimeout(() => (button.textContent = 'Copy'), COPY_FEEDBACK_MS);
}
