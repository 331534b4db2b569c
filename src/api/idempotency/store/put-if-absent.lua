-- Stores a text unless the key has one.
-- KEYS[1] key; ARGV[1] text, ARGV[2] time to live in milliseconds
-- returns the existing text, or false
local existing = redis.call('GET', KEYS[1])
if not existing then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
end
return existing
