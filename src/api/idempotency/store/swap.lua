-- KEYS[1] the key; ARGV[1] what is expected there, ARGV[2] what comes in its place, ARGV[3] milliseconds
-- to keep it. Returns 1 where it was there.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1
