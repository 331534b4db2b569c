const { createHash, randomInt } = require('node:crypto');
const { Agent } = require('node:http');
const axios = require('axios');
const express = require('express');

/**
 * A minimal hand-written proxy: express parses the body, the call is signed, axios forwards it. Without
 * validation, authentication, quotas, log or metrics. With TUNED it uses a keep-alive agent.
 */
const SECRET = 'sandbox-app-secret';
const httpAgent = process.env.TUNED ? new Agent({ keepAlive: true, maxSockets: 256 }) : undefined;

function signatureHeaders() {
  const nonce = String(randomInt(2 ** 47));
  const timestamp = String(Date.now());
  const signature = createHash('sha1').update(`${SECRET}${nonce}${timestamp}`).digest('hex');
  return { 'App-Key': 'bench', Nonce: nonce, Timestamp: timestamp, Signature: signature };
}

const app = express();
app.use(express.json());
app.post(
  ['/v4/message/metadata/set', '/v4/channel-type/message/metadata/list'],
  async (request, response) => {
    const reply = await axios.post(`${process.env.VENDOR}${request.path}`, request.body, {
      headers: signatureHeaders(),
      timeout: 5_000,
      ...(httpAgent !== undefined && { httpAgent }),
    });
    response.status(reply.status).json(reply.data);
  },
);
app.listen(Number(process.env.PORT), '127.0.0.1');
