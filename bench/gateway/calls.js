const { KEY } = require('./candidates/gateway-config');

/**
 * Builds calls. Each call goes to another message, because the gateway merges waiting writes to one message.
 * @typedef {{ method: string, headers?: Record<string, string>, path(serial: number): string,
 *   body?(serial: number): string }} Call
 */

/** @type {Call} A write in the vendor's API, for candidates that pass calls through. */
const vendorWrite = {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  path: () => '/v4/message/metadata/set',
  body: (serial) =>
    JSON.stringify({
      messageUID: `M-${serial}`,
      userId: 'system',
      channelType: 3,
      channelId: 'group-001',
      metadata: { type: '3' },
    }),
};

const CHANNEL = '/v1/connections/bench/channels/group/group-001';
const headers = { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/json' };

/** @type {Call} The vendor's own write through the gateway. */
const passThroughWrite = {
  ...vendorWrite,
  headers,
  path: () => '/v1/connections/bench/vendor/v4/message/metadata/set',
};

/** @type {(entries: number) => Call} A read in the vendor's API, for candidates that pass calls through. */
const vendorRead = (entries) => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  path: () => '/v4/channel-type/message/metadata/list',
  body: (serial) => JSON.stringify({ messageId: `read-${entries}-${serial}`, page: 1 }),
});

/** @type {Call} The same write through the gateway. */
const gatewayWrite = {
  method: 'PUT',
  headers,
  path: (serial) => `${CHANNEL}/messages/M-${serial}/metadata/type`,
  body: () => '{"value":"3"}',
};

/** @type {Call} The same write with a long wait for quota. */
const queuedWrite = { ...gatewayWrite, headers: { ...headers, Prefer: 'wait=60' } };

/** @type {(entries: number) => Call} */
const gatewayRead = (entries) => ({
  method: 'GET',
  headers: { Authorization: `Bearer ${KEY}` },
  path: (serial) => `${CHANNEL}/messages/read-${entries}-${serial}/metadata`,
});

/** @type {(operations: number) => Call} */
const gatewayBatch = (operations) => ({
  method: 'POST',
  headers,
  path: () => '/v1/batch',
  body: (serial) =>
    JSON.stringify({
      operations: Array.from({ length: operations }, (_, index) => ({
        id: String(index),
        connection: 'bench',
        channelType: 'group',
        channelId: 'group-001',
        messageId: `B-${serial}-${index}`,
        verb: 'set',
        entries: [{ key: 'type', value: '3' }],
      })),
    }),
});

module.exports = {
  vendorWrite,
  passThroughWrite,
  vendorRead,
  gatewayWrite,
  queuedWrite,
  gatewayRead,
  gatewayBatch,
};
