import type { INestApplication } from '@nestjs/common';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { dump } from 'js-yaml';

/**
 * Serves Swagger UI at /docs and the document at /docs-json and /docs-yaml. These addresses are public,
 * so the document is built and encoded once, at the first request.
 * @param sandboxKey the API key that Swagger UI fills in, for the sandbox default only
 */
export function serveDocs(
  app: INestApplication,
  describe: () => OpenAPIObject,
  sandboxKey: string | undefined,
): void {
  const scheme = { type: 'http', scheme: 'bearer' };
  const document = once(describe);
  SwaggerModule.setup('docs', app, document, {
    raw: false,
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
  // a Buffer, because a string would be encoded again for each request
  const json = once(() => Buffer.from(JSON.stringify(document())));
  // parsed from the JSON, so that no object occurs twice and the YAML has no anchors
  const yaml = once(() => Buffer.from(dump(JSON.parse(json().toString()))));
  const http = app.getHttpAdapter();
  http.get('/docs-json', (_request: Request, response: Response) => {
    response.type('application/json').send(json());
  });
  http.get('/docs-yaml', (_request: Request, response: Response) => {
    response.type('text/yaml').send(yaml());
  });
}

/** Calls `create` at the first use and returns the same value from then on. */
function once<T>(create: () => T): () => T {
  let created: { readonly value: T } | undefined;
  return () => (created ??= { value: create() }).value;
}
