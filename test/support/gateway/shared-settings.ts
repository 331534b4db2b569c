import { loadConfig, type GatewaySettings } from '../../../src/config';
import { PROVIDERS } from '../../../src/providers/registry';

/** The settings that make a gateway share quotas and locks through the Redis at `url`. */
export function sharedSettings(url: string): Pick<GatewaySettings, 'redis' | 'limits'> {
  const { redis, limits } = loadConfig({
    env: { REDIS_URL: url },
    providers: PROVIDERS,
    sandboxConnections: {
      any: { provider: 'sendbird', appId: 'a', apiToken: 't', baseUrls: ['http://127.0.0.1:1'] },
    },
  });
  return { limits, ...(redis && { redis }) };
}
