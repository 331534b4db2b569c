-- One holder at a time, in the order of asking. Asking twice changes nothing: a reply may be lost.
local lock, line, heard = KEYS[1], KEYS[1] .. ':line', KEYS[1] .. ':heard'
local token, lease, patience = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local ledger, recent, seen = ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000

local holder = redis.call('GET', lock)
if holder == token then return 1 end

-- Who no longer asks is not waited for.
for _, silent in ipairs(redis.call('ZRANGEBYSCORE', heard, '-inf', now - patience)) do
  redis.call('ZREM', line, silent)
  redis.call('ZREM', heard, silent)
end
redis.call('ZADD', line, 'NX', now, token)
redis.call('ZADD', heard, now, token)
-- Without a ledger, or with one of a while ago, locks may have been forgotten.
local state = redis.call('HMGET', ledger, 'epoch', 'clock', 'unlocks')
local clock = tonumber(state[2] or 0)
local known = state[1] and clock >= seen and now < clock + recent and now >= tonumber(state[3] or 0)
if known and not holder and redis.call('ZRANGE', line, 0, 0)[1] == token then
  redis.call('SET', lock, token, 'PX', lease)
  redis.call('ZREM', line, token)
  redis.call('ZREM', heard, token)
  return 1
end
redis.call('PEXPIRE', line, lease)
redis.call('PEXPIRE', heard, lease)
return 0
