/**
 * A call as a command line for POSIX shells.
 * @param {string} root the gateway's address
 * @param {string | undefined} key shown in the command; without it the command reads `$API_KEY`
 */
export function curlCommand({ method, path, headers, body }, root, key) {
  const authorization =
    key === undefined ? '"Authorization: Bearer $API_KEY"' : quote(`Authorization: Bearer ${key}`);
  const others = Object.entries(headers).map(([name, value]) => quote(`${name}: ${value}`));
  return [
    `curl${method === 'GET' ? '' : ` -X ${method}`} ${quote(root + path)}`,
    ...[authorization, ...others].map((header) => `-H ${header}`),
    ...(body === undefined ? [] : [`-d ${quote(JSON.stringify(body))}`]),
  ].join(' \\\n  ');
}

const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;
