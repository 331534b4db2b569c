import { IsBoolean, ValidateIf } from 'class-validator';
import { GatewayError } from '../../core/gateway-error';
import type { DeleteCall, SetCall, ValuesCall } from '../../core/operation';

/** Unlike `IsOptional`, allows no null: a switch has a value or is not there. */
const MayBeAbsent = () => ValidateIf((_, value) => value !== undefined);

/** `options.stream` of a write to a message. */
export class StreamOptions {
  /** The vendor sends no push notification about the change. */
  @MayBeAbsent()
  @IsBoolean()
  skipPush?: boolean;

  /** The vendor does not read the links in the message's text again. */
  @MayBeAbsent()
  @IsBoolean()
  skipEnrichUrl?: boolean;
}

/** The fields of a message update for these options. */
export const optionFields = ({ skipPush, skipEnrichUrl }: StreamOptions): object => ({
  ...(skipPush !== undefined && { skip_push: skipPush }),
  ...(skipEnrichUrl !== undefined && { skip_enrich_url: skipEnrichUrl }),
});

/** Channel updates have no such fields. @throws GatewayError unsupported-by-provider for the first option */
export function refuseOptions(call: SetCall | DeleteCall | ValuesCall): void {
  const [name] = Object.entries(call.options).find(([, value]) => value !== undefined) ?? [];
  if (name === undefined) return;
  const reason = 'does not apply to channels';
  const isInQuery = 'keys' in call && call.keysPointer !== '/keys';
  throw new GatewayError('unsupported-by-provider', `Stream: the option ${name} ${reason}.`, {
    errors: [{ pointer: `${isInQuery ? 'query' : ''}/options/stream/${name}`, reason }],
  });
}
