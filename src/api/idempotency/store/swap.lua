-- Replaces a text if it is the expected one, and was written long enough ago.
-- KEYS[1] key; ARGV[1] expected text, ARGV[2] new text, ARGV[3] its time to live and ARGV[4] the least age of
-- the expected text, both in milliseconds
-- returns 1 if it was replaced, else 0
local existing, age = read_text(KEYS[1])
if existing ~= ARGV[1] or age < tonumber(ARGV[4]) then
  return 0
end
write_text(KEYS[1], ARGV[2], ARGV[3])
return 1
