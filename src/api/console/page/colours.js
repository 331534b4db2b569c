/** The colours of the style sheet by their roles, for what is drawn on a canvas. */
const known = new Map();
const listeners = new Set();

export function colour(role) {
  if (!known.has(role))
    known.set(
      role,
      getComputedStyle(document.documentElement).getPropertyValue(`--${role}`).trim(),
    );
  return known.get(role);
}

/** Calls when light has become dark, or forced colours have come or gone. */
export const onColours = (listener) => listeners.add(listener);

for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)'])
  matchMedia(query).addEventListener('change', () => {
    known.clear();
    for (const listener of listeners) listener();
  });
