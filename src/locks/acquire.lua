-- Grants a lock to the first waiter of its queue. Asking again changes nothing, since a reply may be lost.
-- Returns 1 for the holder, else 0, or UNKNOWN_PROCESS.
local lock = state_key .. ':' .. ARGV[5]
local queue, polled = lock .. ':queue', lock .. ':polled'
local token, lease, waiter_timeout = ARGV[6], tonumber(ARGV[7]), tonumber(ARGV[8])
local now = now_ms()

local holder = redis.call('GET', lock)
if holder == token then
  redis.call('PEXPIRE', lock, lease)
  return 1
end

for _, silent in ipairs(redis.call('ZRANGEBYSCORE', polled, '-inf', now - waiter_timeout)) do
  redis.call('ZREM', queue, silent)
  redis.call('ZREM', polled, silent)
end
redis.call('ZADD', queue, 'NX', now, token)
redis.call('ZADD', polled, now, token)
redis.call('PEXPIRE', queue, lease)
redis.call('PEXPIRE', polled, lease)

if not holder and redis.call('ZRANGE', queue, 0, 0)[1] == token then
  local opening = opening_time(now)
  if not opening then return UNKNOWN_PROCESS end
  if now < opening then return 0 end
  redis.call('SET', lock, token, 'PX', lease)
  redis.call('ZREM', queue, token)
  redis.call('ZREM', polled, token)
  return 1
end
return 0
