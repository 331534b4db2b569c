import type { SandboxVendor } from './kit/vendor';
import { nexconnSandbox } from './nexconn';
import { sendbirdSandbox } from './sendbird';
import { streamSandbox } from './stream';

/** Credentials by command-line flag. */
export type VendorFlags = Readonly<Record<string, string | undefined>>;

/** Creates a vendor's sandbox from command-line flags, by vendor name. */
export const SANDBOX_VENDORS: Readonly<Record<string, (flags: VendorFlags) => SandboxVendor>> = {
  nexconn: (flags) =>
    nexconnSandbox(pickFlags(flags, { appKey: 'app-key', appSecret: 'app-secret' })),
  sendbird: (flags) =>
    sendbirdSandbox(pickFlags(flags, { appId: 'app-id', apiToken: 'api-token' })),
  stream: (flags) =>
    streamSandbox(pickFlags(flags, { apiKey: 'api-key', apiSecret: 'api-secret' })),
};

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
