const { CANDIDATES } = require('./candidates');
const { saturate } = require('./saturation');
const { measureSpeed } = require('./speed');

/** One measurement of one candidate in a process of its own, so that nothing else is on its bill. */
const { name, redisUrl, vendorUrl } = JSON.parse(process.argv[2]);
const open = CANDIDATES[name];

(vendorUrl === undefined ? measureSpeed(open, redisUrl) : saturate(open, redisUrl, vendorUrl))
  .then((result) => process.send?.(result ?? {}, () => process.exit()))
  .catch((error) => {
    console.error(`${name}:`, error);
    process.exit(1);
  });
