import type { RequestHandler } from 'express';

/**
 * Removes the path under which a proxy serves the gateway from the address of a request; redirects still have
 * it. A request without it is served too: some proxies remove it themselves, and probes do not go through one.
 */
export function removeBasePath(basePath = ''): RequestHandler {
  return (request, _response, next) => {
    const { url } = request;
    if (basePath !== '' && url.startsWith(basePath)) {
      const rest = url.slice(basePath.length);
      if (rest.startsWith('/')) request.url = rest;
      else if (rest === '' || rest.startsWith('?')) request.url = `/${rest}`;
    }
    next();
  };
}
