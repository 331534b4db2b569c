// Serves a port of this machine over TLS, because the SDK speaks only HTTPS. Prints its own port.
const { readFileSync } = require('node:fs');
const { connect } = require('node:net');
const { createServer } = require('node:tls');

const [, , port, key, cert] = process.argv;

const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (client) => {
  const plain = connect(Number(port), '127.0.0.1');
  client.pipe(plain).pipe(client);
  client.on('error', () => plain.destroy());
  plain.on('error', () => client.destroy());
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
