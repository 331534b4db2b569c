const { createServer } = require('node:http');

/** A vendor that takes no time: whatever is sent is answered at once, as Nexconn acknowledges it. */
const ENTRIES = /"messageId":"read-(\d+)-/;
const DONE = '{"code":0}';

/** How many entries a read is answered is part of the message's id. */
const listOf = (count) =>
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
function answerTo(body) {
  const [, count] = ENTRIES.exec(body) ?? [];
  if (count === undefined) return DONE;
  if (!lists.has(count)) lists.set(count, listOf(Number(count)));
  return lists.get(count);
}

createServer({ keepAliveTimeout: 60_000 }, (call, answer) => {
  let body = '';
  call.setEncoding('utf8');
  call.on('data', (part) => (body += part));
  call.on('end', () => {
    const text = answerTo(body);
    answer.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(text),
    });
    answer.end(text);
  });
}).listen(Number(process.env.PORT), '127.0.0.1');
