-- Wakes the replicas of an account that are at rest: a waiter lacks tokens which are set aside for them, a cooldown
-- was ended, or the ledger is in quarantine.
local KEEP_MS = 3000
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - KEEP_MS)
redis.call('PEXPIRE', KEYS[1], KEEP_MS)
