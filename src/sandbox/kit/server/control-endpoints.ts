import type { VendorAccount } from '../account/vendor-account';
import { parseFaults } from '../account/faults';
import { parseJson } from '../json';
import { InvalidControlBody } from '../account/field-rules';
import { quotaRules } from '../account/settings';
import type { WireReply } from '../vendor';

/** Paths under this prefix control the sandbox; they are not part of the vendor's API. */
export const CONTROL_PREFIX = '/_sandbox/';

type ControlEndpoint = (account: VendorAccount, body: unknown) => unknown;

const showSettings: ControlEndpoint = ({ vendor, settings }) => ({
  ...settings,
  quotas: quotaRules(vendor, settings),
});
const showFaults: ControlEndpoint = ({ faults, lateWrites }) => ({
  faults: faults.list(),
  pendingWrites: lateWrites.pending,
});

/** Control endpoints by path and method. The return value becomes the body of a 200. */
const CONTROL_ENDPOINTS: Readonly<Record<string, Readonly<Record<string, ControlEndpoint>>>> = {
  '/_sandbox/state': { GET: (account) => account.snapshot() },
  '/_sandbox/arrivals': {
    GET: (account) => account.arrivals.list(),
    DELETE: (account) => {
      account.arrivals.clear();
      return account.arrivals.list();
    },
  },
  '/_sandbox/settings': {
    GET: showSettings,
    PUT: (account, body) => {
      account.changeSettings(body);
      return showSettings(account, body);
    },
  },
  '/_sandbox/faults': {
    GET: showFaults,
    PUT: (account, body) => {
      account.faults.replace(parseFaults(account.vendor, body));
      return showFaults(account, body);
    },
    POST: (account, body) => {
      account.faults.add(parseFaults(account.vendor, body));
      return showFaults(account, body);
    },
  },
  '/_sandbox/reset': {
    POST: (account) => {
      account.reset();
      return {};
    },
  },
};

/** Answers a control call. A wrong body gets 400 `{"errors":[…]}`; each error names its field. */
export function answerControl(
  account: VendorAccount,
  method: string,
  path: string,
  body: Buffer,
): WireReply {
  const methods = Object.hasOwn(CONTROL_ENDPOINTS, path) ? CONTROL_ENDPOINTS[path] : undefined;
  if (methods === undefined) return errorReply(404, [`${path}: there is no such control endpoint`]);
  const endpoint = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (endpoint === undefined) {
    const allowed = Object.keys(methods).join(', ');
    return {
      ...errorReply(405, [`${method}: this control endpoint supports ${allowed}`]),
      headers: { allow: allowed },
    };
  }
  try {
    return { status: 200, body: endpoint(account, parseJson(body)) };
  } catch (error) {
    if (error instanceof InvalidControlBody) return errorReply(400, error.errors);
    throw error;
  }
}

const errorReply = (status: number, errors: readonly string[]): WireReply => ({
  status,
  body: { errors },
});
