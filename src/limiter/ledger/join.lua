-- A replica begins, or begins anew after anything that it cannot be sure of: whatever the ledger
-- has in its name is forgotten, and what the replica itself knows takes its place. What it answered
-- before that, within the longer window of another replica, stays.

-- A connection that was thought dead may still deliver what was sent long ago.
local seat = account .. ':seat:' .. input.replica
if tonumber(redis.call('GET', seat) or -1) >= input.trip then
  return cjson.encode({ epoch = '', stale = true })
end

local first = not epoch
local missed = input.known ~= '' and input.known ~= epoch

if first then
  epoch = input.fresh
  created = now
  flight = 0
  redis.call('DEL', away, seats, terms, asides)
end
flight = math.max(flight, input.flight)

-- What a replica that died may have had must have rested. Longer windows take the word of those who
-- are alive, and where nobody knows of an earlier time, for idle as soon as anybody could have spoken.
local function hold_of(quota)
  if not input.cold and not missed then return 0 end
  if quota.window <= input.shortWindow then return created + flight + quota.window end
  if missed then return created + flight end
  return created + input.listen
end

local windows = {}

local function begin(quota)
  local key = account .. ':' .. quota.name
  local limit = redis.call('HGET', key, 'limit')
  if first or not limit then
    redis.call('DEL', key, key .. ':rest', key .. ':trust')
    redis.call('HSET', key, 'limit', quota.limit, 'window', quota.window, 'free', quota.limit,
      'resting', 0, 'hold', first and hold_of(quota) or 0, 'paused', 0, 'worst', 0, 'past', 0, 'wanted', 0)
  end
  windows[quota.name] = quota.window
  if missed then
    local bucket = bucket_of(quota.name)
    bucket.hold = math.max(bucket.hold, hold_of(quota))
  end
end

for _, quota in ipairs(input.quotas) do begin(quota) end
expire()
redis.call('ZADD', seats, now, input.replica)
-- How long its calls could be under way when the ledger granted them.
local former = redis.call('HGET', terms, input.replica)
local lease = former and cjson.decode(former).flight or input.flight
redis.call('HSET', terms, input.replica, cjson.encode({ flight = input.flight, quotas = input.quotas }))
set_aside()
agree()

take_back_share()
local share = redis.call('HGET', asides, input.replica)
local mine = input.replica .. ':'
local grants = redis.call('ZRANGE', away, 0, -1, 'WITHSCORES')
for index = 1, #grants, 2 do
  if string.sub(grants[index], 1, #mine) == mine and grants[index] ~= share then
    redis.call('ZREM', away, grants[index])
    -- what was granted for a later time rests until then
    local start = tonumber(grants[index + 1]) - lease
    for quota, tokens in each_draw(string.match(grants[index], '|(.*)$')) do
      put_to_rest(bucket_of(quota), tonumber(tokens), start, '')
    end
  end
end
for quota, memory in pairs(input.memory) do
  local bucket = bucket_of(quota)
  local since = now - memory + bucket.window
  for _, entry in ipairs(redis.call('ZRANGEBYSCORE', bucket.rest, since, '+inf')) do
    if string.match(entry, ':([^:]*)$') == input.replica then
      redis.call('ZREM', bucket.rest, entry)
      bucket.free = bucket.free + tokens_of(entry)
      bucket.resting = bucket.resting - tokens_of(entry)
    end
  end
end

-- The replica's own stake; more than is free is a debt that what comes back pays first.
for index, call in ipairs(input.away) do
  for quota, tokens in each_draw(call[1]) do
    bucket_of(quota).free = bucket_of(quota).free - tokens
  end
  local name = string.format('%s:%d:%d|%s', input.replica, input.trip, index, call[1])
  redis.call('ZADD', away, now + call[2], name)
end
for _, rest in ipairs(input.resting) do
  local bucket = bucket_of(rest[1])
  bucket.free = bucket.free - rest[2]
  put_to_rest(bucket, rest[2], now + rest[3] + bucket.window - windows[rest[1]], input.replica)
end

local names = {}
local opens = now
for index, quota in ipairs(input.quotas) do
  names[index] = quota.name
  opens = math.max(opens, bucket_of(quota.name).hold)
end
local views = views_of(names)
keep_trust()
save()
redis.call('SET', seat, input.trip, 'PX', keep)
return cjson.encode({
  epoch = epoch, clock = math.floor(now), opensInMs = opens - now, views = views,
  replicas = redis.call('ZCARD', seats),
})
