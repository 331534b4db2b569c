-- Replaces a text if it is the expected one.
-- KEYS[1] key; ARGV[1] expected text, ARGV[2] new text, ARGV[3] its time to live in milliseconds
-- returns 1 if it was replaced, else 0
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1
