import type { SandboxVendor } from './kit/vendor';
import { nexconnSandbox } from './nexconn';
import { sendbirdSandbox } from './sendbird';

/** Credentials by command-line flag. */
export type VendorFlags = Readonly<Record<string, string | undefined>>;

/** Every vendor that has a sandbox. */
export const SANDBOX_VENDORS: Readonly<Record<string, (flags: VendorFlags) => SandboxVendor>> = {
  nexconn: (flags) => nexconnSandbox(given(flags, { appKey: 'app-key', appSecret: 'app-secret' })),
  sendbird: (flags) => sendbirdSandbox(given(flags, { appId: 'app-id', apiToken: 'api-token' })),
};

/** The flags that were given, under the names of the vendor's fields. */
function given<Field extends string>(
  flags: VendorFlags,
  names: Readonly<Record<Field, string>>,
): Partial<Record<Field, string>> {
  const sent = Object.entries<string>(names).filter(([, flag]) => flags[flag] !== undefined);
  return Object.fromEntries(sent.map(([field, flag]) => [field, flags[flag]])) as Partial<
    Record<Field, string>
  >;
}
