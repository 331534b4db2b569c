import { callOf } from './call.js';
import { curlOf } from './curl.js';
import { ROOT } from './gateway.js';
import { byId, setText } from './page.js';
import { readRows } from './rows.js';

const NO_JSON = 'The vendor options must be JSON.';

/** The call that the form says, and how it would be said elsewhere. */
export class CallView {
  /** @param {string} publicKey the sandbox's key, which may be shown; any other key may not */
  constructor(publicKey) {
    this.publicKey = publicKey;
    byId('copy').addEventListener('click', () => void copy(byId('curl'), byId('copy')));
  }

  /** Shows the call of the form; what is no call yet says so. */
  refresh(key) {
    const call = this.readable();
    const publicKey = key === this.publicKey ? key : undefined;
    byId('options').setCustomValidity(call === NO_JSON ? NO_JSON : '');
    setText(byId('call'), typeof call === 'string' ? call : callText(call));
    setText(byId('curl'), typeof call === 'string' ? '' : curlOf(call, ROOT, publicKey));
  }

  /** The call, or why there is none. */
  readable() {
    if (byId('verb').value === '') return 'Choose a place and a verb.';
    try {
      return this.read();
    } catch (error) {
      if (error instanceof SyntaxError) return NO_JSON;
      throw error;
    }
  }

  /** @throws {SyntaxError} where the options are no JSON */
  read() {
    const value = (id) => (byId(id).disabled ? '' : byId(id).value);
    return callOf({
      connection: value('connection'),
      channelType: value('channel-type'),
      channelId: value('channel-id'),
      subchannelId: value('subchannel-id'),
      messageId: value('message-id'),
      resource: value('resource'),
      verb: value('verb'),
      actorId: value('actor'),
      wait: value('wait'),
      idempotencyKey: value('idempotency-key'),
      ifMatch: value('if-match'),
      cursor: value('cursor'),
      optionsText: value('options'),
      strict: byId('strict').checked,
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

/** Where the clipboard is closed (plain HTTP off localhost), the text is selected instead. */
async function copy(source, button) {
  try {
    await navigator.clipboard.writeText(source.textContent);
    button.textContent = 'Copied';
  } catch {
    getSelection()?.selectAllChildren(source);
    button.textContent = 'Selected';
  }
  setTimeout(() => (button.textContent = 'Copy'), 2_000);
}
