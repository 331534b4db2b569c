const { CANDIDATES } = require('./candidates');
const { saturate } = require('./saturation');
const { measureSpeed } = require('./speed');

/** Runs one measurement of one candidate in this process, so that its CPU time covers nothing else. */
const { name, redisUrl, vendorUrl } = JSON.parse(process.argv[2]);
const open = CANDIDATES[name];

(vendorUrl === undefined ? measureSpeed(open, redisUrl) : saturate(open, redisUrl, vendorUrl))
  .then((result) => process.send?.(result ?? {}, () => process.exit()))
  .catch((error) => {
    console.error(`${name}:`, error);
    process.exit(1);
  });
