import type { SandboxVendor } from '../kit/vendor';
import { authentication, type Credentials } from './http/authentication';
import { failure, Refusal, refusalReply } from './model/errors';
import { ATTRIBUTE_WRITES, QUOTAS } from './model/quotas';
import { seed, snapshot, type State } from './model/state';
import { CHOICES, UNKNOWNS, type Unknowns } from './model/unknowns';
import { notFound, ROUTES } from './routes';

/** The server API of Tencent Chat, as far as it concerns metadata; README.md says what is imitated. */
export const tencentSandbox = (credentials: Credentials = {}): SandboxVendor<State, Unknowns> => ({
  name: 'tencent',
  routes: ROUTES,
  seed,
  snapshot,
  unknowns: UNKNOWNS,
  choices: CHOICES,
  plans: [],
  quotas: () => QUOTAS,
  authenticate: authentication(credentials),
  throttled: ({ quota }, { unknowns }) =>
    refusalReply(new Refusal(quota === ATTRIBUTE_WRITES ? 10049 : unknowns.throttleCode)),
  decorate: () => ({}),
  notFound,
  failure,
});
