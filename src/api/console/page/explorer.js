import { dryRunOf } from './call.js';
import { CallView } from './call-view.js';
import { explanationView } from './explanation-view.js';
import { problemOf, read, send } from './gateway.js';
import { currentKey } from './key.js';
import { byId, setChoices, setText } from './page.js';
import { offer } from './place-form.js';
import { failureView, problemView } from './problem.js';
import { replyView } from './reply-view.js';
import { addRow, rowsOfCounters, rowsOfEntries, setRows } from './rows.js';

/** Lets a person make one call and see what becomes of it. */
export function openExplorer({ apiKey, examples }) {
  const view = new CallView(apiKey);
  const form = byId('call-form');
  let capabilities = {};
  let example = examples[0];
  let isFirst = true;

  const changed = () => {
    offer(capabilities);
    view.refresh(currentKey());
  };

  /** What this key may use, and what the vendor behind can do. */
  async function refresh() {
    const { connections } = await read('/v1/connections');
    setChoices(
      byId('connection'),
      connections.map(({ name }) => ({ value: name })),
    );
    if (isFirst && example !== undefined) await fill(example);
    else await chooseConnection();
    isFirst = false;
  }

  /** @throws {ProblemReply | Unreachable} */
  async function chooseConnection() {
    const connection = encodeURIComponent(byId('connection').value);
    ({ capabilities } = await read(`/v1/connections/${connection}`));
    changed();
  }

  /** Fills the form with a place that the sandbox has, and what one would write there. */
  async function fill(place) {
    example = place;
    byId('connection').value = place.connection;
    await chooseConnection();
    byId('channel-type').value = place.channelType;
    byId('channel-id').value = place.channelId;
    byId('subchannel-id').value = place.subchannelId ?? '';
    byId('message-id').value = place.messageId ?? '';
    byId('options').value =
      place.options === undefined ? '' : JSON.stringify(place.options, null, 2);
    offer(capabilities);
    byId('resource').value = place.messageId === undefined ? 'channel' : 'message';
    offer(capabilities);
    byId('verb').value = 'set';
    exampleRows();
    changed();
  }

  function exampleRows() {
    const { entries = [], counters = [] } = example ?? {};
    const rows = {
      message: () => rowsOfEntries(entries),
      channel: () => rowsOfEntries(entries).filter(({ key }) => key !== ''), // one value a key
      counters: () => rowsOfCounters(counters),
    }[byId('resource').value]?.();
    setRows(rows?.length > 0 ? rows : [{}]);
  }

  /** What keeps the form from being filled is shown above it, as long as it does. */
  async function attempt(work) {
    const failure = await work().catch((error) => error);
    byId('explorer-notice').replaceChildren(
      ...(failure === undefined ? [] : [failureView(failure)]),
    );
  }

  async function act(kind) {
    const call = view.read();
    setText(byId('progress'), kind === 'send' ? 'Sending …' : 'Asking …');
    byId('reply').replaceChildren();
    try {
      const explained = await send(dryRunOf(call));
      const steps = explained.ok
        ? explanationView(explained.body)
        : [problemView(problemOf(explained))];
      byId('steps').replaceChildren(...steps);
      if (kind === 'send') byId('reply').replaceChildren(...replyView(await send(call)));
      setText(byId('progress'), kind === 'send' ? 'Answered.' : 'Explained; nothing was sent.');
    } catch (error) {
      setText(byId('progress'), 'No answer.');
      byId('reply').replaceChildren(failureView(error));
    }
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void act(event.submitter?.value ?? 'explain');
  });
  form.addEventListener('input', changed);
  byId('connection').addEventListener('change', () => void attempt(chooseConnection));
  byId('resource').addEventListener('change', () => {
    exampleRows();
    changed();
  });
  byId('add-row').addEventListener('click', () => {
    addRow().querySelector('input').focus();
    changed();
  });
  offerExamples(examples, (place) => void attempt(() => fill(place)));
  setRows([{}]);
  const start = () => attempt(refresh);
  void start();
  return { refresh: start };
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
