/** Replies of all vendors to any request, for a vendor that repeats what it must not. */
import type { Vendor } from './sandbox';
import type { WireRequest } from './wire';

function vendorOf({ path }: WireRequest): Vendor {
  if (path.includes('usersig=')) return 'tencent';
  if (/^\/(channels|messages)\//.test(path)) return 'stream';
  return path.startsWith('/v3/') ? 'sendbird' : 'nexconn';
}

/** A success whose entry has this value. */
export function successOf(request: WireRequest, value: string): object {
  const entries = [{ key: 'a', value }];
  const custom = { cid: 'messaging:g', a: value };
  switch (vendorOf(request)) {
    case 'stream':
      return { channel: custom, message: custom };
    case 'tencent':
      return { ErrorCode: 0, GroupAttrAry: entries };
    default:
      return { code: 0, result: { metadata: entries }, keys: entries };
  }
}

/** An error that repeats the request, its credentials and the secret of the account. */
export function failureOf(
  request: WireRequest,
  secrets: Readonly<Record<Vendor, string>>,
  text: string,
): object {
  const headers = request.headers.map(([, value]) => value).join(' ');
  const secret = secrets[vendorOf(request)];
  const echo = `${secret} ${headers} ${text} ${request.body} ${request.path}`;
  return {
    ...{ code: 1004, error: true, message: echo, errorMessage: echo },
    ...{ ActionStatus: 'FAIL', ErrorCode: 70_003, ErrorInfo: echo },
  };
}
