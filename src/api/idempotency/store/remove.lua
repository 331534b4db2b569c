-- KEYS[1] the key; ARGV[1] what is expected there. Anything else stays.
if redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('DEL', KEYS[1])
end
return 1
