-- Extends the lease. A lock that Redis has lost still belongs to its holder unless it was granted again.
-- Returns 1, 0 if another token holds it, or UNKNOWN_PROCESS.
local lock = state_key .. ':' .. ARGV[5]
if not opening_time(now_ms()) then return UNKNOWN_PROCESS end
local holder = redis.call('GET', lock)
if holder and holder ~= ARGV[6] then return 0 end
redis.call('SET', lock, ARGV[6], 'PX', ARGV[7])
return 1
