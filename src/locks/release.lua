-- Ends the hold, or the wait for it; of nobody else.
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
redis.call('ZREM', KEYS[1] .. ':line', ARGV[1])
redis.call('ZREM', KEYS[1] .. ':heard', ARGV[1])
return 1
