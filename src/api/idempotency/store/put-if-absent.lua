-- KEYS[1] the key; ARGV[1] its value, ARGV[2] milliseconds to keep it. Returns what was there already.
local there = redis.call('GET', KEYS[1])
if not there then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
end
return there
