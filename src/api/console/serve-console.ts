import { dirname, join } from 'node:path';
import type { Response } from 'express';
import type { NestExpressApplication } from '@nestjs/platform-express';

/** Nothing but what comes from here, and nothing that is written into the page. */
const POLICY = [
  "default-src 'none'",
  ...["script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'"],
  ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
].join('; ');

/** The console's page, and the library that draws its plots, as they are. */
export function serveConsole(app: NestExpressApplication): void {
  const folders = [
    ['/console', join(__dirname, 'page')],
    ['/console/uplot', dirname(require.resolve('uplot'))],
  ] as const;
  for (const [prefix, folder] of folders)
    app.useStaticAssets(folder, {
      prefix,
      setHeaders: (response: Response) => response.setHeader('Content-Security-Policy', POLICY),
    });
}
