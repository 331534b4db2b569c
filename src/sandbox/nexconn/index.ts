import type { SandboxVendor } from '../kit/vendor';
import { authenticator } from './http/authentication';
import { CODES, codeOfStatus, failureReply, isCode, Refusal, refusalReply } from './model/errors';
import { QUOTAS } from './model/quotas';
import type { NexconnState } from './model/state';
import { seedState, snapshotState } from './model/state';
import type { NexconnUnknowns } from './model/unknowns';
import { CHOICES, UNKNOWNS } from './model/unknowns';
import { ROUTES } from './routes';

/** Credentials of the only App Key; default: the sandbox's own. */
export interface NexconnSandboxOptions {
  readonly appKey?: string;
  readonly appSecret?: string;
}

/** The server API of Nexconn and RongCloud, as documented; README.md says what is imitated. */
export const nexconnSandbox = ({
  appKey = 'sandbox-app-key',
  appSecret = 'sandbox-app-secret',
}: NexconnSandboxOptions = {}): SandboxVendor<NexconnState, NexconnUnknowns> => ({
  name: 'nexconn',
  routes: ROUTES,
  seed: seedState,
  snapshot: snapshotState,
  unknowns: UNKNOWNS,
  choices: CHOICES,
  plans: [],
  quotas: () => QUOTAS,
  authenticate: authenticator({ appKey, appSecret }),
  throttled: () => refusalReply(new Refusal(1008)),
  decorate: ({ headers }, _readings, { unknowns }) => {
    const requestId = unknowns.echoRequestId ? headers['x-request-id'] : undefined;
    return {
      'content-type': 'application/json; charset=utf-8',
      ...(requestId === undefined ? {} : { 'x-request-id': requestId }),
    };
  },
  notFound: () => refusalReply(new Refusal(404)),
  failure: (status, code = codeOfStatus(status)) =>
    failureReply(code, isCode(code) ? CODES[code].meaning : 'Failure.', status),
});
