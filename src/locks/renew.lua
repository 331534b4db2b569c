-- Extends the lease. A lock that Redis has lost still belongs to its holder unless it was granted again.
-- Returns 0 if another token holds it.
local lock = state_key .. ':' .. ARGV[3]
opening_time(now_ms())
local holder = redis.call('GET', lock)
if holder and holder ~= ARGV[4] then return 0 end
redis.call('SET', lock, ARGV[4], 'PX', ARGV[5])
return 1
