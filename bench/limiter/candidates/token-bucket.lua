-- KEYS[1] bucket, ARGV[1] capacity, ARGV[2] time to fill in milliseconds. Returns 0, or the milliseconds to wait.
local capacity, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local since = now - (tonumber(bucket[2]) or now)
local tokens = math.min(capacity, (tonumber(bucket[1]) or capacity) + since * capacity / window)
local wait = 0
if tokens >= 1 then tokens = tokens - 1 else wait = math.ceil((1 - tokens) * window / capacity) end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', tostring(now))
redis.call('PEXPIRE', KEYS[1], window * 2)
return wait
