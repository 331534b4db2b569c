import { join } from 'node:path';
import { readScript } from '../../redis';

const file = (name: string): string => join(__dirname, `${name}.lua`);

/** Every ledger script begins with the functions of `ledger.lua`. */
const ledgerScript = (...files: readonly string[]) => readScript(file('ledger'), ...files);

export const DRAW = ledgerScript(file('fallback-reserve'), file('quota-views'), file('draw'));
export const JOIN = ledgerScript(
  file('fallback-reserve'),
  file('quota-views'),
  file('join'),
);
export const COOL = ledgerScript(file('cool-down'));
