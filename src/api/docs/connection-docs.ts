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

/** Documents a path parameter that names a quota: the first quota of each vendor. */
export const QuotaParam = () =>
  ApiParam({
    name: 'quota',
    examples: Object.fromEntries(
      PROVIDERS.map((provider) => {
        const settings = Object.assign(new provider.settings(), provider.sandboxExamples.settings);
        const [quota] = provider.createAdapter(settings).quotas;
        return [provider.title, { value: quota?.name }];
      }),
    ),
  });
