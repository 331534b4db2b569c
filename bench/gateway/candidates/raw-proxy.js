const { Agent, createServer, request } = require('node:http');

/** The lower bound: passes calls through without doing anything else. */
const { port, hostname } = new URL(process.env.VENDOR ?? '');
const agent = new Agent({ keepAlive: true });

createServer((incoming, response) => {
  const { method, url: path, headers } = incoming;
  const outgoing = request({ agent, hostname, port, method, path, headers }, (reply) => {
    response.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(response);
  });
  incoming.pipe(outgoing);
}).listen(Number(process.env.PORT), '127.0.0.1');
