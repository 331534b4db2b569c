export {
  connectRedis,
  type RedisConnection,
  type RedisObserver,
  type RedisUse,
} from './connection';
export { RedisFailure, type RedisCause } from './failure';
export { readScript, Script } from './script';
