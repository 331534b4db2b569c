export { connectRedis, type RedisConnection } from './connection';
export { inTime } from './reply-timeout';
export { type RedisClient, Script, scriptFrom, SERVER_ID_LUA } from './script';
