-- Grants a lock to the first waiter of its queue. Asking again changes nothing, since a reply may be lost.
-- Returns 1 for the holder, 0 where others are in the way, as text the milliseconds until this server grants
-- locks (state.lua), or UNKNOWN_PROCESS.
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

if holder then return 0 end
local opening = opening_time(now)
if not opening then return UNKNOWN_PROCESS end
if now < opening then return string.format('%d', math.ceil(opening - now)) end
if redis.call('ZRANGE', queue, 0, 0)[1] ~= token then return 0 end
redis.call('SET', lock, token, 'PX', lease)
redis.call('ZREM', queue, token)
redis.call('ZREM', polled, token)
return 1
