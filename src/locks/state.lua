-- When this server may grant locks. Redis loses locks when it is flushed, restarted or fails over, or comes
-- back with old data, and a holder that is cut off relies on its lease all the same. So a server that may have
-- lost locks grants none for the longest lease; holders that it can hear renew theirs meanwhile (renew.lua).
-- Keys of an account; times are milliseconds of this server's clock:
--   {…}:locks                hash    process: mark of the server process that keeps the locks
--                                    since:   when it began; 0 if no lock can have been held before
--                                    lease:   the longest lease of any replica, in milliseconds
--   {…}:locks:<name>         string  token of the holder; expires with the lease
--   {…}:locks:<name>:queue   zset    tokens of the waiters by the time of their first request
--   {…}:locks:<name>:polled  zset    tokens of the waiters by the time of their last request

-- A mark is the text of a script in the server's cache (process-mark.ts). The cache is neither saved nor
-- replicated, so a process that was started again, or another one after a failover, lacks it.

local state_key = KEYS[1]
local longest_lease, is_loss_suspected = tonumber(ARGV[1]), ARGV[2] == '1'
-- the mark of this process, and the one that it replaces because this process lacks it
local process, replaced = ARGV[3], ARGV[4]

-- The mark of the state is neither: the caller has to find out whether this process has it.
local UNKNOWN_PROCESS = -1

-- After a day without any replica the state is forgotten, which counts as a loss. Replicas at rest renew it four
-- times a day, so locks have no heartbeat.
local IDLE_MS = 86400000

local function now_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + time[2] / 1000
end

-- Returns the time from which on locks are granted, and notes a loss; nil for an unknown process.
local function opening_time(now)
  local known = redis.call('HMGET', state_key, 'process', 'since', 'lease')
  if known[1] and known[1] ~= process and known[1] ~= replaced then return nil end
  local since = known[2] and math.min(tonumber(known[2]), now) -- a clock that was set back counts anew
  if known[1] ~= process then since = (known[1] or is_loss_suspected) and now or 0 end
  local lease = math.max(longest_lease, tonumber(known[3] or 0))
  redis.call('HSET', state_key, 'process', process, 'since', since, 'lease', lease)
  redis.call('PEXPIRE', state_key, lease + IDLE_MS)
  return since + lease
end
