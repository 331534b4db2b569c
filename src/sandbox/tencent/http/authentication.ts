import type { RouteContext, WireReply, WireRequest } from '../../kit/vendor';
import { Refusal, refusalReply } from '../model/errors';
import type { State } from '../model/state';
import type { Unknowns } from '../model/unknowns';
import { isSignedWith, readUserSig } from './user-sig';

/** Credentials of the only app; default: the sandbox's own. */
export interface Credentials {
  readonly sdkAppId?: string;
  /** The account that is marked as an admin of the app. */
  readonly identifier?: string;
  readonly secretKey?: string;
}

type Context = RouteContext<State, Unknowns>;

const DEFAULTS: Required<Credentials> = {
  sdkAppId: '1400000000',
  identifier: 'administrator',
  secretKey: 'sandbox-secret-key',
};

/** Checks the query: app, account, signature, `random` and `contenttype`. */
export function authentication(given: Credentials) {
  const credentials = { ...DEFAULTS, ...given };
  return (request: WireRequest, context: Context): WireReply | undefined => {
    try {
      const query = new URLSearchParams(request.rawQuery);
      checkAccount(query, credentials, context);
      checkParameters(query, request, context);
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return refusalReply(error);
      throw error;
    }
  };
}

/** @throws Refusal 60004, 60005, 60006, 60010, 60012, 70001, 70013, 70014, 70003 or 70009 */
function checkAccount(
  query: URLSearchParams,
  { sdkAppId, identifier: admin, secretKey }: Required<Credentials>,
  { unknowns, nowMs }: Context,
): void {
  const app = query.get('sdkappid') ?? '';
  const identifier = query.get('identifier') ?? '';
  const text = query.get('usersig') ?? '';
  if (app === '') throw new Refusal(60012);
  if (app !== sdkAppId) throw new Refusal(60006);
  if (identifier === '') throw new Refusal(60004);
  if (text === '') throw new Refusal(60005);

  const userSig = readUserSig(text);
  if (userSig === undefined) throw new Refusal(70003);
  if (userSig.identifier !== identifier) throw new Refusal(70013);
  if (String(userSig.sdkAppId) !== app) throw new Refusal(70014);
  if (!isSignedWith(secretKey, userSig)) throw new Refusal(unknowns.wrongSignature);
  if (userSig.time + userSig.expire <= Math.floor(nowMs / 1_000)) throw new Refusal(70001);
  if (identifier !== admin) throw new Refusal(60010);
}

const MAX_RANDOM = 4_294_967_295;

/** @throws Refusal 60009 or 60002 */
function checkParameters(
  query: URLSearchParams,
  { headers, body }: WireRequest,
  { state, unknowns }: Context,
): void {
  const random = query.get('random') ?? '';
  if (!/^\d{1,10}$/.test(random) || Number(random) > MAX_RANDOM)
    throw new Refusal(60009, 'random is not a 32-bit unsigned integer');
  if (query.get('contenttype') !== 'json') throw new Refusal(60009, 'contenttype is not json');
  if (unknowns.freshRandom) {
    if (state.randoms.has(random)) throw new Refusal(60009, 'random was used before');
    state.randoms.add(random);
  }
  const isJson = /^application\/json\b/i.test(headers['content-type'] ?? '');
  if (unknowns.contentType === 'json' && !isJson)
    throw new Refusal(60002, 'Content-Type is not application/json');
  if (body.length > unknowns.bodyBytes)
    throw new Refusal(60002, `body has more than ${unknowns.bodyBytes} bytes`);
}
