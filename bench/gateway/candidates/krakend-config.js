const PATH = '/v4/message/metadata/set';

/**
 * A configuration of KrakenD that passes calls through unchanged.
 * @param {string} vendorUrl
 * @param {number} port
 */
const krakendConfig = (vendorUrl, port) =>
  JSON.stringify({
    version: 3,
    port,
    endpoints: [
      {
        endpoint: PATH,
        method: 'POST',
        output_encoding: 'no-op',
        backend: [{ host: [vendorUrl], url_pattern: PATH, method: 'POST', encoding: 'no-op' }],
      },
    ],
  });

module.exports = { krakendConfig };
