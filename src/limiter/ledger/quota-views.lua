-- Where quotas stand, for a replica; draw.lua and join.lua tell it with their replies.

-- Tokens that the callers of each other replica wait for.
local function others_in_line(quota)
  local waiting = {}
  local rows = redis.call('HGETALL', lines)
  for index = 1, #rows, 2 do
    for name, tokens in each_draw(rows[index + 1]) do
      if name == quota and rows[index] ~= input.replica then waiting[#waiting + 1] = tonumber(tokens) end
    end
  end
  return waiting
end

local SAMPLES = 8

-- Where a quota stands: when its resting tokens are back is told by a few of them.
local function view_of(quota)
  local bucket = bucket_of(quota)
  offer(bucket)
  local count = redis.call('ZCARD', bucket.rest)
  local back = {}
  for sample = 1, math.min(SAMPLES, count) do
    local rank = math.ceil(count * sample / math.min(SAMPLES, count)) - 1
    local entry = redis.call('ZRANGE', bucket.rest, rank, rank, 'WITHSCORES')
    back[sample] = { math.ceil(bucket.resting * (rank + 1) / count), tonumber(entry[2]) - now }
  end
  return {
    quota = quota, free = bucket.free, resting = bucket.resting, back = back, limit = bucket.limit,
    worst = bucket.worst, paused = math.max(0, bucket.paused - now),
    hold = math.max(0, bucket.hold - now), lines = others_in_line(quota),
    trust = bucket.offered,
  }
end

local function views_of(quotas)
  local views = {}
  for index, quota in ipairs(quotas) do views[index] = view_of(quota) end
  return views
end
