export { connectRedis, type RedisConnection } from './connection';
export { withReplyTimeout } from './reply-timeout';
export { readScript, type RedisClient, type Script } from './script';
