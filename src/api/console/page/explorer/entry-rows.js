import { byId, copyOf } from '../shared/dom.js';

const list = byId('rows');

const inputsOf = (row) => row.querySelectorAll('input, select');

/** The fields of every row by name, in the order of the rows. */
export const readRows = () =>
  [...list.children].map((row) =>
    Object.fromEntries([...inputsOf(row)].map((input) => [input.name, input.value])),
  );

/** Appends a row with the given values of its fields. */
export function addRow(fields = {}) {
  const { root } = copyOf('row-template');
  for (const input of inputsOf(root)) if (input.name in fields) input.value = fields[input.name];
  root.querySelector('.remove').addEventListener('click', () => {
    const neighbour = root.nextElementSibling ?? root.previousElementSibling;
    root.remove();
    (neighbour?.querySelector('input') ?? byId('add-row')).focus();
    list.dispatchEvent(new Event('input', { bubbles: true }));
  });
  list.append(root);
  return root;
}

export function setRows(rows) {
  list.replaceChildren();
  for (const fields of rows) addRow(fields);
}

/** One row for each value; only the first value of an entry has the key. */
export const entryRows = (entries) =>
  entries.flatMap(({ key, value, values = [value] }) =>
    values.map((one, index) => ({ key: index === 0 ? key : '', value: one })),
  );

export const counterRows = (changes) =>
  changes.map(({ key, op, amount }) => ({ key, op, amount: String(amount) }));
