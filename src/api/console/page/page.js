/** The page's own elements: what is missing is a mistake in the markup, said at once. */

/** The element with this id. */
export function byId(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no #${id}.`);
  return found;
}

/**
 * A copy of a template, and its parts by the name in `data-field`.
 * @returns {{ root: HTMLElement, parts: Record<string, HTMLElement> }}
 */
export function copyOf(templateId) {
  const root = byId(templateId).content.firstElementChild.cloneNode(true);
  const named = [root, ...root.querySelectorAll('[data-field]')].filter((one) => one.dataset.field);
  return { root, parts: Object.fromEntries(named.map((one) => [one.dataset.field, one])) };
}

/** A new element; properties are set, children appended, empty children left out. */
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== undefined && child !== ''));
  return made;
}

/** The text changes only where it is another: screen readers and selections are left in peace. */
export function setText(target, text) {
  if (target.textContent !== String(text)) target.textContent = String(text);
}

/** Fills a select and keeps what was chosen where it is still there. */
export function setChoices(select, choices) {
  const chosen = select.value;
  select.replaceChildren(
    ...choices.map(({ value, label = value, disabled = false }) =>
      element('option', { value, textContent: label, disabled }),
    ),
  );
  const open = choices.filter(({ disabled }) => !disabled);
  const kept = open.find(({ value }) => value === chosen) ?? open[0];
  select.value = kept?.value ?? '';
}
