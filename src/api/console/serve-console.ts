import { dirname, join } from 'node:path';
import type { Response } from 'express';
import type { NestExpressApplication } from '@nestjs/platform-express';

/** The page loads scripts, styles and images from this server only, and no inline scripts or styles. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves the console's static files and uPlot, the library that draws its plots. */
export function serveConsole(app: NestExpressApplication): void {
  const folders = [
    { prefix: '/console', folder: join(__dirname, 'page') },
    { prefix: '/console/uplot', folder: dirname(require.resolve('uplot')) },
  ];
  for (const { prefix, folder } of folders)
    app.useStaticAssets(folder, {
      prefix,
      setHeaders: (response: Response) =>
        response.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY),
    });
}
