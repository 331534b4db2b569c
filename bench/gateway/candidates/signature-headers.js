const { createHash, randomInt } = require('node:crypto');

const SECRET = 'sandbox-app-secret';

/** The headers of a signed call, for services that sign calls by themselves. */
function signatureHeaders() {
  const nonce = String(randomInt(2 ** 47));
  const timestamp = String(Date.now());
  const signature = createHash('sha1').update(`${SECRET}${nonce}${timestamp}`).digest('hex');
  return { 'App-Key': 'bench', Nonce: nonce, Timestamp: timestamp, Signature: signature };
}

module.exports = { signatureHeaders };
