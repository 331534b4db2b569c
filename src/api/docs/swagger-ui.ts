import type { INestApplication } from '@nestjs/common';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/**
 * Swagger UI at /docs, its document at /docs-json, made when somebody first wants it; in the sandbox its
 * key is filled in.
 */
export function serveDocs(
  app: INestApplication,
  describe: () => OpenAPIObject,
  sandboxKey: string | undefined,
): void {
  const scheme = { type: 'http', scheme: 'bearer' };
  SwaggerModule.setup('docs', app, describe, {
    jsonDocumentUrl: 'docs-json',
    yamlDocumentUrl: 'docs-yaml',
    customSiteTitle: 'Chat Metadata Gateway',
    swaggerOptions: {
      tryItOutEnabled: true,
      displayRequestDuration: true,
      persistAuthorization: sandboxKey === undefined,
      ...(sandboxKey !== undefined && {
        authAction: { bearer: { name: 'bearer', schema: scheme, value: sandboxKey } },
      }),
    },
  });
}
