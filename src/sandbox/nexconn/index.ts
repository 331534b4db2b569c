import type { SandboxVendor } from '../kit/vendor';
import { CODES, codeOfStatus, isCode } from './model/errors';
import { QUOTAS } from './model/quotas';
import { failureReply, Refusal, refusalReply } from './refusal';
import { ROUTES } from './routes';
import { authenticator } from './http/authentication';
import type { NexconnState } from './model/state';
import { seedState, snapshotState } from './model/state';
import type { NexconnUnknowns } from './model/unknowns';
import { CHOICES, UNKNOWNS } from './model/unknowns';

/** Credentials of the one App Key; the sandbox's own where left out. */
export interface NexconnSandboxStart {
  readonly appKey?: string;
  readonly appSecret?: string;
}

/** Nexconn and RongCloud server API, both generations, as documented; README.md has the rest. */
export const nexconnSandbox = ({
  appKey = 'sandbox-app-key',
  appSecret = 'sandbox-app-secret',
}: NexconnSandboxStart = {}): SandboxVendor<NexconnState, NexconnUnknowns> => ({
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
