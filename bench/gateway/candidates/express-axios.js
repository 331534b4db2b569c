const { createHash, randomInt } = require('node:crypto');
const { Agent } = require('node:http');
const axios = require('axios');
const express = require('express');

/**
 * What a team writes: express parses the body, the call is signed, axios passes it on. No validation,
 * no credentials of the caller, no quota, no log, no metrics. TUNED: with an agent of its own.
 */
const SECRET = 'sandbox-app-secret';
const httpAgent = process.env.TUNED ? new Agent({ keepAlive: true, maxSockets: 256 }) : undefined;

function signed() {
  const nonce = String(randomInt(2 ** 47));
  const timestamp = String(Date.now());
  const signature = createHash('sha1').update(`${SECRET}${nonce}${timestamp}`).digest('hex');
  return { 'App-Key': 'bench', Nonce: nonce, Timestamp: timestamp, Signature: signature };
}

const app = express();
app.use(express.json());
app.post(
  ['/v4/message/metadata/set', '/v4/channel-type/message/metadata/list'],
  async (call, answer) => {
    const reply = await axios.post(`${process.env.VENDOR}${call.path}`, call.body, {
      headers: signed(),
      timeout: 5_000,
      ...(httpAgent !== undefined && { httpAgent }),
    });
    answer.status(reply.status).json(reply.data);
  },
);
app.listen(Number(process.env.PORT), '127.0.0.1');
