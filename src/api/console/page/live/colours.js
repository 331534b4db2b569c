/** Colours of the style sheet by role, for drawing on a canvas. */
const cache = new Map();
const listeners = new Set();

/** The value of the custom property `--role` in the current colour scheme. */
export function colour(role) {
  if (!cache.has(role))
    cache.set(
      role,
      getComputedStyle(document.documentElement).getPropertyValue(`--${role}`).trim(),
    );
  return cache.get(role);
}

/** Calls the listener when the colour scheme or the use of forced colours changes. */
export const onColourChange = (listener) => listeners.add(listener);

for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)'])
  matchMedia(query).addEventListener('change', () => {
    cache.clear();
    for (const listener of listeners) listener();
  });
