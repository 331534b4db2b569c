-- Removes a text if it is the expected one.
-- KEYS[1] key; ARGV[1] expected text
-- returns 1
if read_text(KEYS[1]) == ARGV[1] then
  redis.call('DEL', KEYS[1])
end
return 1
