const { MEMORY, gateway } = require('./candidates');
const { running, warmUp } = require('./measure');

/** Calls a second where callers are to wait. */
const SCARCE = 1_000;
const EACH_MS = 2_500;

/**
 * What a call costs as something grows; where a call is a batch, what each operation in it costs.
 * @type {readonly { what: string, call: string, sizes: readonly number[], limit?: number,
 *   of(size: number): { connections: number, size?: number, per?: number } }[]}
 */
const ROWS = [
  {
    what: 'connections',
    call: 'gatewayWrite',
    sizes: [1, 10, 100, 1_000],
    of: (connections) => ({ connections }),
  },
  {
    what: `callers in line for ${SCARCE} calls/s`,
    call: 'patientWrite',
    sizes: [10, 100, 1_000, 5_000],
    limit: SCARCE,
    of: (connections) => ({ connections }),
  },
  {
    what: 'entries of the message, read',
    call: 'gatewayRead',
    sizes: [1, 10, 100, 300],
    of: (size) => ({ connections: 8, size }),
  },
  {
    what: 'operations of a batch (each)',
    call: 'gatewayBatch',
    sizes: [10, 100, 1_000, 10_000],
    of: (size) => ({ connections: 1, size, per: size }),
  },
];

/** @param {Omit<import('./candidates').Setting, 'port'>} setting @param {import('./load').Load} load */
async function growth(setting, load) {
  const rows = [];
  for (const { what, call, sizes, limit, of } of ROWS) {
    const candidate = { name: MEMORY, call: 'gatewayWrite', launch: gateway({ limit }) };
    const cells = await running(candidate, setting, async ({ port, pid }) => {
      await warmUp(load, { port, pid, call: 'patientWrite' });
      const measured = [];
      for (const size of sizes) {
        const { connections, per = 1, ...argument } = of(size);
        const target = { port, pid, call, ...argument };
        await load.closed(target, connections, EACH_MS / 2); // warm in this way too
        const { cpuMicros, failures } = await load.closed(target, connections, EACH_MS);
        measured.push({ size, cpuMicros: cpuMicros / per, failures });
      }
      return measured;
    });
    rows.push({ what, cells });
  }
  return rows;
}

module.exports = { growth };
