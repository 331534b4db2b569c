import type { INestApplication } from '@nestjs/common';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/** Swagger UI at /docs, its document at /docs-json; in the sandbox its key is filled in. */
export function serveDocs(
  app: INestApplication,
  document: OpenAPIObject,
  sandboxKey: string | undefined,
): void {
  const scheme = { type: 'http', scheme: 'bearer' };
  SwaggerModule.setup('docs', app, document, {
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
