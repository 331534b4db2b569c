const { Agent } = require('node:http');
const axios = require('axios');
const express = require('express');
const { signatureHeaders } = require('./signature-headers');

/**
 * A minimal hand-written proxy: express parses the body, the call is signed, axios forwards it. Without
 * validation, authentication, quotas, log or metrics. With TUNED it uses a keep-alive agent.
 */
const httpAgent = process.env.TUNED ? new Agent({ keepAlive: true, maxSockets: 256 }) : undefined;

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
