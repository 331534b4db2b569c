import type { VendorAccount } from '../account/vendor-account';
import { readFaults } from '../account/faults';
import { parseJson } from '../json';
import { ControlRefusal } from '../account/field-rules';
import { quotaRules } from '../account/settings';
import type { WireReply } from '../vendor';

/** Paths that belong to the tests and not to the vendor. */
export const CONTROL_PREFIX = '/_sandbox/';

type Control = (account: VendorAccount, body: unknown) => unknown;

const showSettings: Control = ({ vendor, settings }) => ({
  ...settings,
  quotas: quotaRules(vendor, settings),
});
const showFaults: Control = ({ faults }) => ({ faults: faults.list() });

/** By path, then by method; each answers 200 with what it returns. */
const CONTROLS: Readonly<Record<string, Readonly<Record<string, Control>>>> = {
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
      account.change(body);
      return showSettings(account, body);
    },
  },
  '/_sandbox/faults': {
    GET: showFaults,
    PUT: (account, body) => {
      account.faults.replace(readFaults(account.vendor, body));
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

/** Answers a control call: 400 `{"errors":[…]}`, each naming a field, when its body is wrong. */
export function control(
  account: VendorAccount,
  method: string,
  path: string,
  body: Buffer,
): WireReply {
  const controls = Object.hasOwn(CONTROLS, path) ? CONTROLS[path] : undefined;
  if (controls === undefined) return refusal(404, [`${path}: no such control`]);
  const act = Object.hasOwn(controls, method) ? controls[method] : undefined;
  if (act === undefined) {
    return {
      ...refusal(405, [`${method}: this control has ${Object.keys(controls).join(', ')}`]),
      headers: { allow: Object.keys(controls).join(', ') },
    };
  }
  try {
    return { status: 200, body: act(account, parseJson(body)) };
  } catch (fault) {
    if (fault instanceof ControlRefusal) return refusal(400, fault.errors);
    throw fault;
  }
}

const refusal = (status: number, errors: readonly string[]): WireReply => ({
  status,
  body: { errors },
});
