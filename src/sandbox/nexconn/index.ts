import type { SandboxVendor } from '../kit/vendor';
import { CODES, codeOfStatus, isCode } from './codes';
import { QUOTAS } from './quotas';
import { failureReply, Refusal, refusalReply } from './refusal';
import { ROUTES } from './routes';
import { authenticator } from './signature';
import type { NexconnState } from './state';
import { seedState, snapshotState } from './state';
import type { NexconnUnknowns } from './unknowns';
import { CHOICES, UNKNOWNS } from './unknowns';

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
