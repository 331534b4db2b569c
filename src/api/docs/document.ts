import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { VERSION } from '../probes/version';
import { PROBLEM_EXAMPLES } from './problem-docs';

const DESCRIPTION = `One API for metadata on chat messages and channels, for every supported chat vendor.

- **Text**: ids, keys and values are your own text; the gateway never changes them. Percent-encode ids and keys in paths.
- **Errors**: every failure is an [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problem document
  with a code from a closed list.
- **Quotas**: a call waits for the vendor's quota for as long as you allow (\`Prefer: wait=N\`). If the
  forecast wait is longer, the gateway replies 429 at once, with the forecast in \`Retry-After\`.`;

/** Groups of operations, in the order in which a new user needs them. */
const TAGS: readonly (readonly [name: string, description: string])[] = [
  [
    'Discovery',
    'The supported vendors and their capabilities, your connections, their quotas and live figures',
  ],
  ['Message metadata', 'Keys with one or, at some vendors, more values on a message'],
  ['Channel metadata', 'Keys with one or, at some vendors, more values on a channel'],
  ['Counters', 'Integers on a channel that change without a read first'],
  [
    'Batch',
    'Up to 10,000 operations in one request; the result of each is sent as soon as it ends',
  ],
  ['Leases', 'Tokens of a quota for vendor calls that you make yourself'],
  ['Vendor calls', 'Your own requests to the vendor, signed and paced by the gateway'],
  ['Operations', 'Probes, version and metrics; no credentials needed'],
];

/** The OpenAPI document of the API, generated from the controllers. */
export function describeApi(app: INestApplication, basePath = '/'): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Chat Metadata Gateway')
    .setDescription(DESCRIPTION)
    .setVersion(VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer(basePath)
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      description: 'An API key, or a JSON Web Token if the gateway has a configured issuer',
    });
  for (const [name, description] of TAGS) builder.addTag(name, description);
  const document = SwaggerModule.createDocument(app, builder.build());
  return { ...document, components: { ...document.components, examples: PROBLEM_EXAMPLES } };
}
