-- One holder at a time, in the order of asking. Asking twice changes nothing: a reply may be lost.
local lock, line, heard = KEYS[1], KEYS[1] .. ':line', KEYS[1] .. ':heard'
local token, lease, patience = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local spare, ledger = tonumber(ARGV[4]), ARGV[5]
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000

local holder = redis.call('GET', lock)
if holder == token then
  redis.call('PEXPIRE', lock, lease)
  return 1
end

-- Who no longer asks is not waited for.
for _, silent in ipairs(redis.call('ZRANGEBYSCORE', heard, '-inf', now - patience)) do
  redis.call('ZREM', line, silent)
  redis.call('ZREM', heard, silent)
end
redis.call('ZADD', line, 'NX', now, token)
redis.call('ZADD', heard, now, token)

local function may_take()
  local state = redis.call('HMGET', ledger, 'epoch', 'flight', 'unlocks', 'run')
  if not state[1] then return false end
  -- Another process than the one that gave the last lock may have forgotten it, and others: whoever
  -- holds one says so again before its lease is over.
  local run = run_id()
  if state[4] ~= run then
    local unlocks = now + math.max(lease, tonumber(state[2]) + spare)
    redis.call('HSET', ledger, 'run', run, 'unlocks', math.max(unlocks, tonumber(state[3])))
    return false
  end
  return now >= tonumber(state[3])
end

if not holder and redis.call('ZRANGE', line, 0, 0)[1] == token and may_take() then
  redis.call('SET', lock, token, 'PX', lease)
  redis.call('ZREM', line, token)
  redis.call('ZREM', heard, token)
  return 1
end
redis.call('PEXPIRE', line, lease)
redis.call('PEXPIRE', heard, lease)
return 0
