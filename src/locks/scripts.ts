import { join } from 'node:path';
import { scriptFrom, SERVER_ID_LUA } from '../redis';

const file = (name: string): string => join(__dirname, `${name}.lua`);

export const ACQUIRE = scriptFrom(SERVER_ID_LUA, file('acquire'));
export const RENEW = scriptFrom(file('renew'));
export const RELEASE = scriptFrom(file('release'));
