import type { SandboxVendor } from '../kit/vendor';
import { authentication, type Credentials } from './http/authentication';
import { failure } from './failure';
import { snapshot } from './messages/message';
import { DEFAULT_PLAN, PLAN_NAMES, quotas } from './quotas';
import { errorReply } from './refusal';
import { routes } from './routes';
import { seed } from './model/seed';
import type { State } from './model/state';
import { decorate, throttled } from './http/rate-limits';
import { CHOICES, DEFAULT_UNKNOWNS, type Unknowns } from './model/unknowns';

/** Sendbird's Chat Platform API v3 as its documentation describes metadata: see the README beside. */
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
