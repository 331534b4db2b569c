/** Functions for the elements of the page. */

/** @throws {Error} if the page has no element with this id */
export function byId(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no #${id}.`);
  return found;
}

/**
 * Copies a template.
 * @returns {{ root: HTMLElement, parts: Record<string, HTMLElement> }} `parts` are the elements with a
 *   `data-field`, by its value
 */
export function copyOf(templateId) {
  const root = byId(templateId).content.firstElementChild.cloneNode(true);
  const fields = [root, ...root.querySelectorAll('[data-field]')].filter(
    (part) => part.dataset.field,
  );
  return { root, parts: Object.fromEntries(fields.map((part) => [part.dataset.field, part])) };
}

/** Creates an element with properties and children; undefined and empty children are left out. */
export function element(name, properties = {}, ...children) {
  const created = Object.assign(document.createElement(name), properties);
  created.append(...children.filter((child) => child !== undefined && child !== ''));
  return created;
}

/** Sets a text only if it differs, so that screen readers do not repeat it and selections stay. */
export function setText(target, text) {
  if (target.textContent !== String(text)) target.textContent = String(text);
}

/** Replaces the options of a select. Keeps the selected value if it is still enabled. */
export function setChoices(select, choices) {
  const { value: selected } = select;
  select.replaceChildren(
    ...choices.map(({ value, label = value, disabled = false }) =>
      element('option', { value, textContent: label, disabled }),
    ),
  );
  const enabled = choices.filter(({ disabled }) => !disabled);
  const kept = enabled.find(({ value }) => value === selected) ?? enabled[0];
  select.value = kept?.value ?? '';
}
