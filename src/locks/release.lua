-- Ends the lease of this token, or its place in the queue.
local lock, token = KEYS[1] .. ':' .. ARGV[5], ARGV[6]
if redis.call('GET', lock) == token then redis.call('DEL', lock) end
redis.call('ZREM', lock .. ':queue', token)
redis.call('ZREM', lock .. ':polled', token)
return 1
