const { Agent } = require('node:http');
const express = require('express');
const { createProxyMiddleware } = require('http-proxy-middleware');

const app = express();
app.use(
  createProxyMiddleware({ target: process.env.VENDOR, agent: new Agent({ keepAlive: true }) }),
);
app.listen(Number(process.env.PORT), '127.0.0.1');
