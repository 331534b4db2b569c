import type { SandboxVendor } from '../kit/vendor';
import { authentication, type Credentials } from './http/authentication';
import { decorate, DEFAULT_PLAN, PLAN_NAMES, quotas, throttled } from './http/rate-limits';
import { errorReply, failure } from './model/errors';
import { seed } from './model/seed';
import { snapshot, type State } from './model/state';
import { CHOICES, DEFAULT_UNKNOWNS, type Unknowns } from './model/unknowns';
import { routes } from './routes';

/** Sendbird's Chat Platform API v3, as far as it concerns metadata; README.md says what is imitated. */
export const sendbirdSandbox = (credentials: Credentials = {}): SandboxVendor<State, Unknowns> => ({
  name: 'sendbird',
  routes,
  seed,
  unknowns: DEFAULT_UNKNOWNS,
  choices: CHOICES,
  quotas,
  plans: PLAN_NAMES,
  defaultPlan: DEFAULT_PLAN,
  authenticate: authentication(credentials),
  throttled,
  decorate,
  notFound: () => errorReply('invalid-url'),
  failure,
  snapshot,
});
