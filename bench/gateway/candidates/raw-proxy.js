const { Agent, createServer, request } = require('node:http');

/** The floor: what passing a call on costs where nothing at all is done with it. */
const { port, hostname } = new URL(process.env.VENDOR ?? '');
const agent = new Agent({ keepAlive: true });

createServer((call, answer) => {
  const { method, url: path, headers } = call;
  const onward = request({ agent, hostname, port, method, path, headers }, (reply) => {
    answer.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(answer);
  });
  call.pipe(onward);
}).listen(Number(process.env.PORT), '127.0.0.1');
