-- Stores a text unless the key has one.
-- KEYS[1] key; ARGV[1] text, ARGV[2] time to live in milliseconds
-- returns the existing text and its age in milliseconds, or false
local existing, age = read_text(KEYS[1])
if existing then
  return { existing, age }
end
write_text(KEYS[1], ARGV[1], ARGV[2])
return false
