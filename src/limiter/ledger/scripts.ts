import { join } from 'node:path';
import { scriptFrom, SERVER_ID_LUA } from '../../redis';

const file = (name: string): string => join(__dirname, `${name}.lua`);

/** Every ledger script begins with the functions of `ledger.lua`. */
const ledgerScript = (...files: readonly string[]) => scriptFrom(file('ledger'), ...files);

export const DRAW = ledgerScript(file('fallback-reserve'), file('quota-views'), file('draw'));
export const JOIN = ledgerScript(
  file('fallback-reserve'),
  file('quota-views'),
  SERVER_ID_LUA,
  file('join'),
);
export const COOL = ledgerScript(file('cool-down'));
