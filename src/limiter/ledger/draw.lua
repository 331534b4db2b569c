-- Ends of calls, then tokens for those who wait, in their order: one trip serves many of both.
-- A token that rests is granted ahead, for the time at which it is back; nobody need ask again then.

-- Further ahead tokens are not granted: by then someone else may be first in line.
local AHEAD_MS = 1000
local PROMISED_MS = 50

-- Whoever was set aside, or belongs to an earlier ledger, joins anew.
if epoch ~= input.epoch or not redis.call('ZSCORE', seats, input.replica) then
  return cjson.encode({ epoch = '' })
end
if input.leaving then
  redis.call('ZREM', seats, input.replica)
  redis.call('HDEL', terms, input.replica)
  for quota in pairs(input.trust) do redis.call('HDEL', bucket_of(quota).trust, input.replica) end
  agree()
else redis.call('ZADD', seats, now, input.replica) end
if input.line == '' then redis.call('HDEL', lines, input.replica)
else redis.call('HSET', lines, input.replica, input.line) end
expire()
set_aside()
take_back_share()
hear_trust()

local ends = {}

function ends.answered(bucket, tokens, owner)
  put_to_rest(bucket, tokens, now + bucket.window, owner)
end

function ends.unsent(bucket, tokens, owner, from)
  put_to_rest(bucket, tokens, from, owner)
end

local function finish(grant, how)
  local lease = redis.call('ZSCORE', away, grant)
  if not lease then return end
  redis.call('ZREM', away, grant)
  local owner, draws = string.match(grant, '^([^:]*):.*|(.*)$')
  for quota, tokens in each_draw(draws) do
    ends[how](bucket_of(quota), tonumber(tokens), owner, tonumber(lease) - input.flight)
  end
end

-- When so many tokens can be had together; nil where some are away and nobody knows.
local function time_of(bucket, tokens)
  local closed = math.max(now, bucket.hold, bucket.paused)
  local short = tokens - spare(bucket)
  if short <= 0 then return closed end
  mark_wanted(bucket)
  local entries = redis.call('ZRANGE', bucket.rest, 0, short - 1, 'WITHSCORES')
  for index = 1, #entries, 2 do
    short = short - tokens_of(entries[index])
    if short <= 0 then return math.max(closed, tonumber(entries[index + 1])) end
  end
  return nil
end

-- Of what is back by then, the latest: what is back earlier can serve somebody in the meantime.
local function take(bucket, tokens, at)
  local left = tokens
  if at > now then
    local entries = redis.call('ZREVRANGEBYSCORE', bucket.rest, at, '-inf', 'WITHSCORES', 'LIMIT', 0, tokens)
    for index = 1, #entries, 2 do
      if left == 0 then break end
      local had = tokens_of(entries[index])
      local taken = math.min(had, left)
      redis.call('ZREM', bucket.rest, entries[index])
      bucket.resting = bucket.resting - had
      if had > taken then
        local owner = string.match(entries[index], ':([^:]*)$')
        put_to_rest(bucket, had - taken, tonumber(entries[index + 1]), owner)
      end
      left = left - taken
    end
  end
  bucket.free = bucket.free - left
  bucket.worst = math.max(bucket.worst, math.min(bucket.limit, bucket.limit - bucket.free))
end

-- Quotas that somebody in front of the others waits for, and when it is worth while to ask again.
-- What is away now rests for a window at least: asking sooner could only find what was not sent.
local held = {}

local function any_held(draws)
  for quota in each_draw(draws) do
    if held[quota] then return true end
  end
  return false
end

local NOT_GRANTED = -1

-- In how many milliseconds to ask again: what is promised may soon be free, what is away nobody knows.
local function retry_of(bucket, time)
  if bucket.wanted > now and bucket.others + bucket.held > 0 then return PROMISED_MS end
  if time then return math.max(0, time - now - AHEAD_MS / 2) end
  return math.min(bucket.window / 4, AHEAD_MS)
end

-- All of a draw at one time, or nothing; returns in how many milliseconds.
local function grant(index, want)
  if any_held(want.draws) then return NOT_GRANTED end
  local latest = want.ahead and now + AHEAD_MS or now
  local at = now
  for quota, tokens in each_draw(want.draws) do
    local bucket = bucket_of(quota)
    local time = time_of(bucket, tonumber(tokens))
    if time and time <= latest then at = math.max(at, time)
    else held[quota] = retry_of(bucket, time) end
  end
  if any_held(want.draws) then return NOT_GRANTED end
  for quota, tokens in each_draw(want.draws) do take(bucket_of(quota), tonumber(tokens), at) end
  local name = string.format('%s:%d:%d|%s', input.replica, input.trip, index, want.draws)
  redis.call('ZADD', away, at + input.flight, name)
  return at - now
end

for _, each in ipairs(input.ends) do finish(each[1], each[2]) end
local grants = {}
for index, want in ipairs(input.wants) do
  grants[index] = grant(index, want)
end
local retries = {}
for quota, inMs in pairs(held) do retries[#retries + 1] = { quota, inMs } end
local views = views_of(input.view)
if not input.leaving then keep_trust() end
save()
return cjson.encode({
  epoch = epoch, clock = math.floor(now), grants = grants, retries = retries, views = views,
  replicas = redis.call('ZCARD', seats),
})
