const { spawnSync } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { gatewayConfig } = require('./gateway-config');
const { krakendConfig } = require('./krakend-config');
const { scripts } = require('../../../package.json');

/**
 * @typedef {object} Setting
 * @property {number} port
 * @property {string} vendorUrl
 * @property {string} redisUrl
 * @property {string} folder for configuration files
 *
 * @typedef {object} Candidate
 * @property {string} name
 * @property {'vendorWrite' | 'gatewayWrite' | 'passThroughWrite'} call
 * @property {(setting: Setting) => { command: string[], env?: Record<string, string> }} launch
 * @property {string} [skipped] why it cannot run on this machine
 */

/** @param {string} file @param {Record<string, string>} extraEnv @param {readonly string[]} flags of Node */
const script =
  (file, extraEnv = {}, flags = []) =>
  (/** @type {Setting} */ { port, vendorUrl, redisUrl }) => ({
    command: [process.execPath, ...flags, join(__dirname, file)],
    env: { PORT: String(port), VENDOR: vendorUrl, REDIS: redisUrl, ...extraEnv },
  });

/** The arguments of Node in `npm start`: its flags and the gateway's script. */
const NPM_START_ARGS = scripts.start
  .split(' ')
  .slice(1)
  .map((word) => (word.endsWith('.js') ? join(__dirname, '../../..', word) : word));
const NPM_START_FLAGS = NPM_START_ARGS.slice(0, -1);

/** @param {{ limit?: number, withRedis?: boolean }} settings */
const gateway =
  ({ limit, withRedis = false } = {}) =>
  (/** @type {Setting} */ { port, vendorUrl, redisUrl, folder }) => {
    const file = join(folder, `gateway-${port}.yaml`);
    writeFileSync(file, gatewayConfig(vendorUrl, { limit, ...(withRedis && { redisUrl }) }));
    return {
      command: [process.execPath, ...NPM_START_ARGS],
      // by its name, a candidate ends the suspension of the share of the one killed before
      env: { GATEWAY_CONFIG: file, GATEWAY_REPLICA: 'bench', PORT: String(port) },
    };
  };

const krakend = (/** @type {Setting} */ { port, vendorUrl, folder }) => {
  const file = join(folder, `krakend-${port}.json`);
  writeFileSync(file, krakendConfig(vendorUrl, port));
  return { command: ['krakend', 'run', '-c', file] };
};
const hasKrakend = spawnSync('krakend', ['version']).status === 0;

const RAW = 'raw node:http proxy';
const EXPRESS = 'express + axios';
const MEMORY = 'this gateway, in memory';
const REDIS = 'this gateway, on Redis';
const PROXY = 'http-proxy-middleware';
const PACED_PROXY = 'http-proxy-middleware + rate-limiter-flexible on Redis';
const EXACT_PROXY = "http-proxy-middleware + this gateway's limiter on Redis";
const PASS_MEMORY = 'pass-through of this gateway, in memory';
const PASS_REDIS = 'pass-through of this gateway, on Redis';

/** Processes that forward the vendor's own request, and the one that all are compared with. */
const PASS_THROUGH = [EXPRESS, PROXY, PACED_PROXY, EXACT_PROXY, PASS_MEMORY, PASS_REDIS];

/** In the order of the table. @type {readonly Candidate[]} */
const CANDIDATES = [
  { name: RAW, call: 'vendorWrite', launch: script('raw-proxy.js') },
  { name: EXPRESS, call: 'vendorWrite', launch: script('express-axios.js') },
  {
    name: 'express + axios, own agent',
    call: 'vendorWrite',
    launch: script('express-axios.js', { TUNED: 'yes' }),
  },
  {
    name: 'NestJS + axios, log, metrics',
    call: 'vendorWrite',
    launch: script('nest-service.js', {}, NPM_START_FLAGS),
  },
  {
    name: 'NestJS + undici, log, metrics',
    call: 'vendorWrite',
    launch: script('nest-service.js', { UNDICI: 'yes' }, NPM_START_FLAGS),
  },
  {
    name: PROXY,
    call: 'vendorWrite',
    launch: script('http-proxy-middleware.js'),
  },
  {
    name: PACED_PROXY,
    call: 'vendorWrite',
    launch: script('http-proxy-middleware.js', { LIMITER: 'flexible' }),
  },
  {
    name: EXACT_PROXY,
    call: 'vendorWrite',
    launch: script('http-proxy-middleware.js', { LIMITER: 'exact' }),
  },
  { name: MEMORY, call: 'gatewayWrite', launch: gateway() },
  { name: REDIS, call: 'gatewayWrite', launch: gateway({ withRedis: true }) },
  { name: PASS_MEMORY, call: 'passThroughWrite', launch: gateway() },
  { name: PASS_REDIS, call: 'passThroughWrite', launch: gateway({ withRedis: true }) },
  {
    name: 'KrakenD CE',
    call: 'vendorWrite',
    launch: krakend,
    ...(!hasKrakend && { skipped: 'krakend is not on the PATH' }),
  },
];

module.exports = { CANDIDATES, gateway, RAW, EXPRESS, MEMORY, REDIS, PASS_THROUGH };
