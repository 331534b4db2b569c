const { once } = require('node:events');
const { connect } = require('node:net');

const HEAD_END = '\r\n\r\n';
const CHUNKS_END = Buffer.from('0\r\n\r\n');

/** A keep-alive connection for one call at a time, which uses very little CPU. */
class Connection {
  /** @type {Buffer} */
  #received = Buffer.alloc(0);
  /** @type {((status: number) => void) | undefined} */
  #answered;

  /** @param {import('node:net').Socket} socket */
  constructor(socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (bytes) => this.#receive(bytes));
    socket.on('error', () => undefined);
    socket.on('close', () => this.#settle(0));
  }

  /** @param {number} port */
  static async open(port) {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Connection(socket);
  }

  get isOpen() {
    return !this.socket.destroyed;
  }

  /** @param {string} text the whole request @returns {Promise<number>} the status, or 0 if the connection closed */
  call(text) {
    return new Promise((resolve) => {
      this.#answered = resolve;
      this.socket.write(text);
    });
  }

  close() {
    this.socket.destroy();
  }

  /** @param {Buffer} bytes */
  #receive(bytes) {
    this.#received = this.#received.length === 0 ? bytes : Buffer.concat([this.#received, bytes]);
    const headEnd = this.#received.indexOf(HEAD_END);
    if (headEnd === -1) return;
    const head = this.#received.latin1Slice(0, headEnd);
    if (!isComplete(head, this.#received, headEnd + HEAD_END.length)) return;
    this.#received = Buffer.alloc(0);
    this.#settle(Number(head.slice(9, 12)));
  }

  /** @param {number} status */
  #settle(status) {
    const answered = this.#answered;
    this.#answered = undefined;
    answered?.(status);
  }
}

/** @param {string} head @param {Buffer} received @param {number} bodyStart */
function isComplete(head, received, bodyStart) {
  const [, length] = /\r\ncontent-length: (\d+)/i.exec(head) ?? [];
  if (length !== undefined) return received.length >= bodyStart + Number(length);
  if (/\r\ntransfer-encoding: chunked/i.test(head))
    return received.subarray(-CHUNKS_END.length).equals(CHUNKS_END);
  return true; // 204
}

/**
 * @param {import('../calls').Call} call
 * @param {number} serial
 */
function requestText({ method, path, headers = {}, body }, serial) {
  const text = body?.(serial);
  const lines = [
    `${method} ${path(serial)} HTTP/1.1`,
    'Host: 127.0.0.1',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(text === undefined ? [] : [`Content-Length: ${Buffer.byteLength(text)}`]),
  ];
  return `${lines.join('\r\n')}\r\n\r\n${text ?? ''}`;
}

module.exports = { Connection, requestText };
