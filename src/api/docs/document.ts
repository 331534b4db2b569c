import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { PROBLEM_EXAMPLES } from './problem-examples';
import { TAGS } from './tags';
import { VERSION } from '../probes/version';

const ABOUT = `One API for metadata on chat messages and channels, whatever vendor is behind a channel.

Ids and keys are your own text: percent-encode them in paths. Failures are
[RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problem documents with a closed set of codes.
Calls wait for the vendor's quota as long as you let them (\`Prefer: wait=N\`) and are refused at once,
with a true \`Retry-After\`, where that is not long enough.`;

/** The API as OpenAPI, made from the controllers. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Chat Metadata Gateway')
    .setDescription(ABOUT)
    .setVersion(VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      description: 'An API key, or a JSON Web Token where an issuer is configured',
    });
  for (const [name, description] of TAGS) builder.addTag(name, description);
  const document = SwaggerModule.createDocument(app, builder.build());
  return { ...document, components: { ...document.components, examples: PROBLEM_EXAMPLES } };
}
