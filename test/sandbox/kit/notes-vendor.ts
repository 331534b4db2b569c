import { parseJson } from '../../../src/sandbox/kit/json';
import type { SandboxVendor } from '../../../src/sandbox/kit/vendor';

interface Unknowns {
  readonly shout: boolean;
  readonly missing: 'empty' | 'error';
  readonly delayMs: number;
}

/** A minimal vendor: notes by id, five writes a minute, a password. */
export const notesVendor: SandboxVendor<Map<string, unknown>, Unknowns> = {
  name: 'notes',
  plans: ['free', 'paid'],
  defaultPlan: 'free',
  unknowns: { shout: false, missing: 'empty', delayMs: 0 },
  choices: { missing: ['empty', 'error'] },
  quotas: (plan) => ({
    write: { limit: plan === 'paid' ? 50 : 5, windowMs: 60_000 },
    read: { limit: 1000, windowMs: 60_000 },
  }),
  seed: () => new Map([['first', 'hello']]),
  snapshot: (notes) => ({ notes: Object.fromEntries(notes) }),
  routes: [
    {
      method: 'PUT',
      path: '/notes/{id}',
      draws: () => ({ write: 1 }),
      handle: ({ params, body }, { state }) => {
        state.set(params.id ?? '', parseJson(body));
        return { status: 200, body: { saved: true } };
      },
    },
    {
      method: 'GET',
      path: '/notes/{id}',
      draws: () => ({ read: 1 }),
      handle: ({ params }, { state, unknowns }) => {
        const note = state.get(params.id ?? '');
        return { status: 200, body: { note: unknowns.shout ? String(note).toUpperCase() : note } };
      },
    },
  ],
  authenticate: ({ headers }) =>
    headers.password === 'open' ? undefined : { status: 401, body: { fault: 'password' } },
  throttled: ({ quota }) => ({ status: 429, body: { fault: `over ${quota}` } }),
  decorate: (_request, readings) =>
    Object.fromEntries(readings.map(({ quota, remaining }) => [`x-left-${quota}`, `${remaining}`])),
  notFound: () => ({ status: 404, body: { fault: 'not here' } }),
  failure: (status, code = 7) => ({ status, body: { fault: 'asked for', code } }),
};
