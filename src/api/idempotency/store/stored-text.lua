-- A text is stored behind the time of its last write, in milliseconds of this server's clock.

local function now_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Returns the text of a key and its age in milliseconds, 0 after the clock was set back and for a text of an
-- earlier version, which has no time; or nil.
local function read_text(key)
  local stored = redis.call('GET', key)
  if not stored then return nil end
  local written, text = string.match(stored, '^(%d+) (.*)$')
  if not written then return stored, 0 end
  return text, math.max(0, now_ms() - tonumber(written))
end

local function write_text(key, text, ttl)
  redis.call('SET', key, string.format('%.0f ', now_ms()) .. text, 'PX', ttl)
end
