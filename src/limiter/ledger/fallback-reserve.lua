-- The fallback reserves: for each replica, free tokens that it may use at once if it loses Redis, of quotas
-- whose windows are too long to be waited out. Reserved tokens are granted to no replica, so they suffice
-- however many replicas lose Redis, and whatever was granted since they last saw a reply. A reserve shrinks
-- in two steps: a reply offers the replica less, and its next message confirms how much it holds.

-- No reserve is offered while a waiter lacks tokens that are reserved, and for so long after.
local SHORTAGE_MS = 1000

-- Loads the reserves of the other replicas (`others`) and of this one (`held`; `wanted` is what it would
-- like to hold). A message that arrives after a later one of the same replica (`is_outdated`) changes none.
local function load_reserves(bucket)
  if bucket.others then return end
  bucket.others, bucket.held, bucket.offered = 0, 0, 0
  local rows = redis.call('HGETALL', bucket.reserves_key)
  for index = 1, #rows, 2 do
    local trip, tokens = string.match(rows[index + 1], '(%d+):(%d+)')
    if rows[index] ~= input.replica then bucket.others = bucket.others + tokens
    else
      bucket.is_noted, bucket.is_outdated = true, tonumber(trip) >= input.trip
      bucket.held = tonumber(tokens)
    end
  end
  if bucket.is_outdated then return end
  local reserve = input.fallbackReserves[bucket.name]
  bucket.held = reserve and reserve[1] or 0
  bucket.wanted = reserve and reserve[2] or 0
end

local function load_all_reserves()
  for quota in pairs(input.fallbackReserves) do load_reserves(load_bucket(quota)) end
end

-- The free tokens that are not reserved.
local function unreserved(bucket)
  load_reserves(bucket)
  return bucket.free - bucket.others - bucket.held
end

local function note_shortage(bucket)
  if bucket.others + bucket.held > 0 then bucket.shortage_until = now + SHORTAGE_MS end
end

-- Offers this replica its part of the free tokens, as far as no other replica holds them.
local function offer_reserve(bucket)
  load_reserves(bucket)
  if bucket.is_outdated or now < math.max(bucket.quarantine_until, bucket.shortage_until) then return end
  local part = math.floor(bucket.wanted * bucket.free / math.max(1, bucket.limit))
  bucket.offered = math.max(0, math.min(part, bucket.free - bucket.others))
end

-- Until its next message, the replica may hold what it reported or what it is offered.
local function save_reserves()
  for _, bucket in pairs(buckets) do
    local tokens = math.max(bucket.held or 0, bucket.offered or 0)
    if bucket.wanted and (bucket.is_noted or tokens > 0) then
      redis.call('HSET', bucket.reserves_key, input.replica, string.format('%d:%d', input.trip, tokens))
    end
  end
end
