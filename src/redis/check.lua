-- Runs every command of the gateway's scripts once, on keys of its own, and returns what the server answers
-- to those that fail: a list of command, error, command, error … A server that forbids one of them, or keys
-- that a script has not declared, cannot keep the quotas.
local key = KEYS[1]
local text, hash, set = key .. ':text', key .. ':hash', key .. ':set'
local failures = {}

local function try(command, ...)
  local reply = redis.pcall(command, ...)
  if type(reply) ~= 'table' or not reply.err then return end
  failures[#failures + 1] = command
  failures[#failures + 1] = reply.err
end

try('TIME')
try('SET', text, '1', 'PX', 1000)
try('GET', text)
try('PEXPIRE', text, 1000)
try('HSET', hash, 'a', '1', 'b', '2')
try('HSETNX', hash, 'c', '3')
try('HGET', hash, 'a')
try('HMGET', hash, 'a', 'b')
try('HGETALL', hash)
try('HVALS', hash)
try('HEXISTS', hash, 'a')
try('HDEL', hash, 'a')
try('ZADD', set, 1, 'a', 2, 'b', 3, 'c')
try('ZSCORE', set, 'a')
try('ZMSCORE', set, 'a', 'b')
try('ZCARD', set)
try('ZRANGE', set, 0, -1)
try('ZRANGEBYSCORE', set, '-inf', '+inf')
try('ZREM', set, 'a')
try('ZREMRANGEBYRANK', set, 0, 0)
try('ZREMRANGEBYSCORE', set, 0, 0)
try('DEL', text, hash, set)
if not redis.REDIS_VERSION then
  failures[#failures + 1] = 'EVAL'
  failures[#failures + 1] = 'the server is older than Redis 7'
end
return failures
