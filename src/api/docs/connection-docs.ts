import { ApiParam } from '@nestjs/swagger';
import { PROVIDERS } from '../../providers/registry';
import { sandboxConnectionName } from './examples';

/** Documents the connection in a path, with the sandboxes as examples. */
export const ConnectionParam = () =>
  ApiParam({
    name: 'connection',
    examples: Object.fromEntries(
      PROVIDERS.map(({ name, title }) => [title, { value: sandboxConnectionName(name) }]),
    ),
  });

/** The name that the chart gives to a replica: that of its pod. */
export const EXAMPLE_REPLICA = 'chat-metadata-gateway-6d5f8c7b9d-x2kqz';

/** Documents a path parameter that names a quota: the first quota of each vendor. */
export const QuotaParam = () =>
  ApiParam({
    name: 'quota',
    examples: exampleQuotas((quota) => quota),
  });

/** An example for each vendor, made of the name of its first quota. */
export const exampleQuotas = <T>(value: (quota: string) => T) =>
  Object.fromEntries(
    PROVIDERS.map((provider) => {
      const settings = Object.assign(new provider.settings(), provider.sandboxExamples.settings);
      const [quota] = provider.createAdapter(settings).quotas;
      return [provider.title, { value: value(quota?.name ?? '') }];
    }),
  );

/** Documents a path parameter that names a replica, as the chart names them. */
export const ReplicaParam = () => ApiParam({ name: 'replica', example: EXAMPLE_REPLICA });
