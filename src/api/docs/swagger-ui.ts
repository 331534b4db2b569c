import type { INestApplication } from '@nestjs/common';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { dump } from 'js-yaml';

/**
 * Swagger UI at /docs, its document at /docs-json and /docs-yaml, made when somebody first wants it: what
 * anybody may ask for costs nothing the second time. In the sandbox its key is filled in.
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
  // as bytes: text would be encoded anew for everybody who asks
  const json = once(() => Buffer.from(JSON.stringify(document())));
  // nothing in it stands twice, so nothing is a reference
  const yaml = once(() => Buffer.from(dump(JSON.parse(json().toString()))));
  const texts = {
    '/docs-json': ['application/json', json],
    '/docs-yaml': ['text/yaml', yaml],
  } as const;
  for (const [path, [type, text]] of Object.entries(texts))
    app.getHttpAdapter().get(path, (_request: Request, response: Response) => {
      response.type(type).send(text());
    });
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
