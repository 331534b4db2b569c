import { byId, copyOf } from './page.js';

const list = byId('rows');

const inputs = (row) => row.querySelectorAll('input, select');

/** What the rows say, in their order. */
export const readRows = () =>
  [...list.children].map((row) =>
    Object.fromEntries([...inputs(row)].map((input) => [input.name, input.value])),
  );

/** A row more, filled with what is given; the last one can be removed too. */
export function addRow(fields = {}) {
  const { root } = copyOf('row-template');
  for (const input of inputs(root)) if (input.name in fields) input.value = fields[input.name];
  root.querySelector('.remove').addEventListener('click', () => {
    const next = root.nextElementSibling ?? root.previousElementSibling;
    root.remove();
    (next?.querySelector('input') ?? byId('add-row')).focus();
    list.dispatchEvent(new Event('input', { bubbles: true }));
  });
  list.append(root);
  return root;
}

export function setRows(rows) {
  list.replaceChildren();
  for (const fields of rows) addRow(fields);
}

/** A row for each value of each entry, the key on the first. */
export const rowsOfEntries = (entries) =>
  entries.flatMap(({ key, value, values = [value] }) =>
    values.map((one, index) => ({ key: index === 0 ? key : '', value: one })),
  );

export const rowsOfCounters = (changes) =>
  changes.map(({ key, op, amount }) => ({ key, op, amount: String(amount) }));
