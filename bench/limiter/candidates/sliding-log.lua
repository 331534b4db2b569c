-- KEYS[1] log, ARGV[1] limit, ARGV[2] window in milliseconds. Returns 0, or the milliseconds to wait.
local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window * 1000)
local size = redis.call('ZCARD', KEYS[1])
if size >= limit then
  local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  return math.max(1, math.ceil((oldest[2] + window * 1000 - now) / 1000))
end
local serial = redis.call('INCR', KEYS[1] .. ':serial')
redis.call('ZADD', KEYS[1], now, string.format('%.0f', serial))
redis.call('PEXPIRE', KEYS[1], window)
redis.call('PEXPIRE', KEYS[1] .. ':serial', window)
return 0
