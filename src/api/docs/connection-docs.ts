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
