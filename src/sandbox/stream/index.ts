import type { QuotaReading, SandboxVendor } from '../kit/vendor';
import { authentication, type Credentials } from './http/authentication';
import { failure, Refusal, refusalReply } from './model/errors';
import { QUOTAS, resetAt } from './model/quotas';
import { seed, snapshot, type State } from './model/state';
import { CHOICES, UNKNOWNS, type Unknowns } from './model/unknowns';
import { ROUTES } from './routes';

const rateLimitHeaders = (reading: QuotaReading, nowMs: number) => ({
  'X-RateLimit-Limit': String(reading.limit),
  'X-RateLimit-Remaining': String(reading.remaining),
  'X-RateLimit-Reset': String(resetAt(reading, nowMs)),
});

/** The server API of Stream Chat, as far as it concerns metadata; README.md says what is imitated. */
export const streamSandbox = (credentials: Credentials = {}): SandboxVendor<State, Unknowns> => ({
  name: 'stream',
  routes: ROUTES,
  seed,
  snapshot,
  unknowns: UNKNOWNS,
  choices: CHOICES,
  plans: [],
  quotas: () => QUOTAS,
  authenticate: authentication(credentials),
  throttled: (reading) => ({
    ...refusalReply('Request', new Refusal(9)),
    headers: rateLimitHeaders(reading, Date.now()),
  }),
  decorate: (_request, [reading], { unknowns, nowMs }) =>
    reading === undefined || unknowns.rateLimitHeaders === 'on-429'
      ? {}
      : rateLimitHeaders(reading, nowMs),
  notFound: () => refusalReply('Request', new Refusal(16, 'endpoint does not exist')),
  failure,
});
