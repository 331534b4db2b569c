import { problemOf, read, send } from '../shared/api-client.js';
import { currentKey } from '../shared/api-key.js';
import { byId, setChoices, setText } from '../shared/dom.js';
import { failureView, problemView } from '../shared/problem-view.js';
import { asDryRun } from './build-call.js';
import { CallView } from './call-view.js';
import { addRow, counterRows, entryRows, setRows } from './entry-rows.js';
import { explanationView } from './explanation-view.js';
import { replyView } from './reply-view.js';
import { offerCapabilities } from './target-form.js';

/**
 * Starts the request explorer: a form for one API call, its vendor requests and its reply.
 * @param {{apiKey: string, examples: object[]}} start the sandbox's key and example targets
 * @returns {{refresh: () => Promise<void>}} `refresh` reads the connections of the current API key
 */
export function openExplorer({ apiKey, examples }) {
  const callView = new CallView(apiKey);
  const form = byId('call-form');
  let capabilities = {};
  let example = examples[0];
  let isFirstRefresh = true;

  const updateForm = () => {
    offerCapabilities(capabilities);
    callView.refresh(currentKey());
  };

  async function loadConnections() {
    const { connections } = await read('/v1/connections');
    setChoices(
      byId('connection'),
      connections.map(({ name }) => ({ value: name })),
    );
    if (isFirstRefresh && example !== undefined) await fillForm(example);
    else await loadCapabilities();
    isFirstRefresh = false;
  }

  async function loadCapabilities() {
    const connection = encodeURIComponent(byId('connection').value);
    ({ capabilities } = await read(`/v1/connections/${connection}`));
    updateForm();
  }

  /** Fills the form with an example: a target of the sandbox and a write to it. */
  async function fillForm(chosen) {
    example = chosen;
    byId('connection').value = chosen.connection;
    await loadCapabilities();
    byId('channel-type').value = chosen.channelType;
    byId('channel-id').value = chosen.channelId;
    byId('subchannel-id').value = chosen.subchannelId ?? '';
    byId('message-id').value = chosen.messageId ?? '';
    byId('message-ids').value = chosen.messageId ?? '';
    // each choice decides which choices the next select offers
    offerCapabilities(capabilities);
    byId('resource').value = chosen.messageId === undefined ? 'channel' : 'message';
    offerCapabilities(capabilities);
    byId('verb').value = 'set';
    fillOptions();
    fillRows();
    updateForm();
  }

  /** The vendor options of the example are those of a set; other verbs begin without. */
  function fillOptions() {
    const options = byId('verb').value === 'set' ? example?.options : undefined;
    byId('options').value = options === undefined ? '' : JSON.stringify(options, null, 2);
  }

  function fillRows() {
    const { entries = [], counters = [] } = example ?? {};
    const rows = {
      message: () => entryRows(entries),
      channel: () => entryRows(entries).filter(({ key }) => key !== ''), // most vendors have a single value per key
      counters: () => counterRows(counters),
    }[byId('resource').value]?.();
    setRows(rows?.length > 0 ? rows : [{}]);
  }

  /** Shows a failure above the form until the next attempt. */
  async function withNotice(load) {
    const failure = await load().catch((error) => error);
    byId('explorer-notice').replaceChildren(
      ...(failure === undefined ? [] : [failureView(failure)]),
    );
  }

  /** Explains the call of the form, and makes it if `action` is `send`. */
  async function run(action) {
    const isSend = action === 'send';
    const { call, problem } = callView.tryRead();
    if (call === undefined) {
      setText(byId('progress'), problem);
      return;
    }
    setText(byId('progress'), isSend ? 'Sending …' : 'Explaining …');
    byId('reply').replaceChildren();
    try {
      const explanation = await send(asDryRun(call));
      const steps = explanation.ok
        ? explanationView(explanation.body)
        : [problemView(problemOf(explanation))];
      byId('steps').replaceChildren(...steps);
      if (isSend) byId('reply').replaceChildren(...replyView(await send(call)));
      setText(byId('progress'), isSend ? 'Reply received.' : 'Dry run done; nothing was sent.');
    } catch (error) {
      setText(byId('progress'), 'No reply.');
      byId('reply').replaceChildren(failureView(error));
    }
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void run(event.submitter?.value ?? 'explain');
  });
  form.addEventListener('input', updateForm);
  byId('connection').addEventListener('change', () => void withNotice(loadCapabilities));
  byId('verb').addEventListener('change', () => {
    fillOptions();
    updateForm();
  });
  byId('resource').addEventListener('change', () => {
    fillRows();
    updateForm();
  });
  byId('add-row').addEventListener('click', () => {
    addRow().querySelector('input').focus();
    updateForm();
  });
  offerExamples(examples, (chosen) => void withNotice(() => fillForm(chosen)));
  setRows([{}]);
  const refresh = () => withNotice(loadConnections);
  void refresh();
  return { refresh };
}

function offerExamples(examples, choose) {
  const select = byId('example');
  byId('example-field').hidden = examples.length === 0;
  setChoices(
    select,
    examples.map(({ title }, index) => ({ value: String(index), label: title })),
  );
  select.addEventListener('change', () => choose(examples[Number(select.value)]));
}
