export { connectRedis, type RedisConnection } from './connection';
export { withReplyTimeout } from './reply-timeout';
export { type RedisClient, Script, scriptFrom, SERVER_ID_LUA } from './script';
