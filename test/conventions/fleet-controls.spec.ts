/** The controls of the fleet tests change the source. Most of them run only in the long form. */
import { changed, CONTROLS } from '../fleet/controls';
import { readDocument } from '../support/documents/documents';

const MUTATIONS = CONTROLS.flatMap(({ name, mutation }) => (mutation ? [{ name, mutation }] : []));

it.each(MUTATIONS)('finds the place to change for: $name', ({ mutation }) => {
  const text = readDocument(mutation.file);
  expect(changed(text, mutation)).not.toBe(text);
});
