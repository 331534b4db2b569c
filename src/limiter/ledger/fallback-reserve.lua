-- What each replica may go on with at once should Redis be lost, of quotas whose windows are too long to
-- be waited out. What is promised is granted to nobody: however many replicas lose Redis, and whatever
-- was granted since they last heard of it, there is enough. A promise is taken back in two steps: the
-- replica is told of less, and when it speaks again it says how much it holds.

-- While somebody waits for what is promised, and for so long after, nothing is promised.
local WANTED_MS = 1000

-- Tokens that are promised to others, and those that this replica holds. What it said before its last
-- message may arrive after it, and tells nothing.
local function weigh(bucket)
  if bucket.others then return end
  bucket.others, bucket.held, bucket.offered = 0, 0, 0
  local rows = redis.call('HGETALL', bucket.trust)
  for index = 1, #rows, 2 do
    local trip, tokens = string.match(rows[index + 1], '(%d+):(%d+)')
    if rows[index] ~= input.replica then bucket.others = bucket.others + tokens
    else
      bucket.noted, bucket.late = true, tonumber(trip) >= input.trip
      bucket.held = tonumber(tokens)
    end
  end
  if bucket.late then return end
  local trust = input.trust[bucket.name]
  bucket.held = trust and trust[1] or 0
  bucket.most = trust and trust[2] or 0
end

-- What of the free tokens may be granted.
local function spare(bucket)
  weigh(bucket)
  return bucket.free - bucket.others - bucket.held
end

local function mark_wanted(bucket)
  if bucket.others + bucket.held > 0 then bucket.wanted = now + WANTED_MS end
end

-- What this replica is told of: its part of what is free, which nobody else holds.
local function offer(bucket)
  weigh(bucket)
  if bucket.late or now < math.max(bucket.hold, bucket.wanted) then return end
  local part = math.floor(bucket.most * bucket.free / math.max(1, bucket.limit))
  bucket.offered = math.max(0, math.min(part, bucket.free - bucket.others))
end

local function hear_trust()
  for quota in pairs(input.trust) do weigh(bucket_of(quota)) end
end

local function keep_trust()
  for _, bucket in pairs(buckets) do
    local tokens = math.max(bucket.held or 0, bucket.offered or 0)
    if bucket.most and (bucket.noted or tokens > 0) then
      redis.call('HSET', bucket.trust, input.replica, string.format('%d:%d', input.trip, tokens))
    end
  end
end
