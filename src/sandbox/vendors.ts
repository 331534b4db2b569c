import type { SandboxVendor } from './kit/vendor';
import { nexconnSandbox } from './nexconn';
import { sendbirdSandbox } from './sendbird';
import { streamSandbox } from './stream';
import { tencentSandbox } from './tencent';

/** Credentials by command-line flag. */
export type VendorFlags = Readonly<Record<string, string | undefined>>;

/** The command-line flag of each credential, by vendor. */
const FLAGS = {
  nexconn: { appKey: 'app-key', appSecret: 'app-secret' },
  sendbird: { appId: 'app-id', apiToken: 'api-token' },
  stream: { apiKey: 'api-key', apiSecret: 'api-secret' },
  tencent: { sdkAppId: 'sdk-app-id', identifier: 'identifier', secretKey: 'secret-key' },
} as const;

/** Creates a vendor's sandbox from command-line flags, by vendor name. */
export const SANDBOX_VENDORS: Readonly<Record<string, (flags: VendorFlags) => SandboxVendor>> = {
  nexconn: (flags) => nexconnSandbox(pickFlags(flags, FLAGS.nexconn)),
  sendbird: (flags) => sendbirdSandbox(pickFlags(flags, FLAGS.sendbird)),
  stream: (flags) => streamSandbox(pickFlags(flags, FLAGS.stream)),
  tencent: (flags) => tencentSandbox(pickFlags(flags, FLAGS.tencent)),
};

/** The names of each vendor's credential flags. */
export const CREDENTIAL_FLAGS: readonly (readonly [vendor: string, flags: readonly string[]])[] =
  Object.entries(FLAGS).map(([vendor, flags]) => [vendor, Object.values(flags)]);

/** Picks the flags that are set and renames them to the vendor's credential fields. */
function pickFlags<Field extends string>(
  flags: VendorFlags,
  names: Readonly<Record<Field, string>>,
): Partial<Record<Field, string>> {
  const set = Object.entries<string>(names).filter(([, flag]) => flags[flag] !== undefined);
  return Object.fromEntries(set.map(([field, flag]) => [field, flags[flag]])) as Partial<
    Record<Field, string>
  >;
}
