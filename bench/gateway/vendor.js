const { createServer } = require('node:http');

/** A vendor that answers every call at once, in the format of Nexconn. */
const READ_ID = /"messageId":"read-(\d+)-/;
const ACKNOWLEDGEMENT = '{"code":0}';

/** The reply to a read. The id of the message contains the number of entries. */
const buildList = (count) =>
  JSON.stringify({
    code: 0,
    result: {
      metadata: Array.from({ length: count }, (_, index) => ({
        key: `key-${index}`,
        value: String(index),
        updatedAt: 1_742_428_800_000 + index,
      })),
    },
  });
const lists = new Map();

/** @param {string} body */
function replyTo(body) {
  const [, count] = READ_ID.exec(body) ?? [];
  if (count === undefined) return ACKNOWLEDGEMENT;
  if (!lists.has(count)) lists.set(count, buildList(Number(count)));
  return lists.get(count);
}

createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (part) => (body += part));
  request.on('end', () => {
    const text = replyTo(body);
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(text),
    });
    response.end(text);
  });
}).listen(Number(process.env.PORT), '127.0.0.1');
