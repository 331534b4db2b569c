/** A call as a command line for POSIX shells. */
export function curlOf({ method, path, headers, body }, root, key) {
  const all = Object.entries(headers).map(([name, value]) => quoted(`${name}: ${value}`));
  return [
    `curl${method === 'GET' ? '' : ` -X ${method}`} ${quoted(root + path)}`,
    `-H ${key === undefined ? `"Authorization: Bearer $API_KEY"` : quoted(`Authorization: Bearer ${key}`)}`,
    ...all.map((header) => `-H ${header}`),
    ...(body === undefined ? [] : [`-d ${quoted(JSON.stringify(body))}`]),
  ].join(' \\\n  ');
}

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
