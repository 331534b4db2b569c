-- The words of the ledger; every script begins with them. One account is one hash tag:
--   {…}              hash    epoch, clock, created, flight (ms), sequence
--   {…}:away         zset    grants by the time at which they can no longer reach the vendor
--   {…}:seats        zset    replicas by the time at which they last spoke
--   {…}:lines        hash    what the callers in line at each replica wait for, as "quota=tokens;…"
--   {…}:terms        hash    what each replica is configured with, as JSON
--   {…}:asides       hash    the grant that is set aside for each replica that is silent
--   {…}:<quota>       hash   limit, window (ms), free, resting, hold, paused, worst, past, wanted
--   {…}:<quota>:rest  zset   "sequence:tokens:owner" by the time at which they are back
--   {…}:<quota>:trust hash   "trip:tokens" by replica (trust.lua)
-- Times are milliseconds of this server's clock. A grant is "replica:trip:index|quota=tokens;…", so a
-- replica can name every grant that a trip may have brought, and ending one twice changes nothing.

local account = KEYS[1]
local input = cjson.decode(ARGV[1])
local away = account .. ':away'
local seats = account .. ':seats'
local lines = account .. ':lines'
local terms = account .. ':terms'
local asides = account .. ':asides'
local state = redis.call('HMGET', account, 'epoch', 'clock', 'created', 'flight', 'sequence')
local epoch = state[1]
local created = tonumber(state[3] or 0)
local flight = tonumber(state[4] or 0)
local sequence = tonumber(state[5] or 0)

-- A Redis that came back with what it had a while ago does not know what was granted since then.
if tonumber(state[2] or 0) < (input.seen or 0) then epoch = false end

-- A clock that is set back stands still here until it has caught up.
local time = redis.call('TIME')
local now = math.max(time[1] * 1000 + time[2] / 1000, tonumber(state[2] or 0))

-- What is left of a grant, a rest or a pause is over long before an idle ledger is forgotten.
local IDLE_MS = 60000
local DUE_AT_ONCE = 1000

local buckets = {}
local longest = 0
local keep = 0

local function put_to_rest(bucket, tokens, at, owner)
  if at <= now then
    bucket.free = bucket.free + tokens
    return
  end
  sequence = sequence + 1
  redis.call('ZADD', bucket.rest, at, string.format('%d:%d:%s', sequence, tokens, owner))
  bucket.resting = bucket.resting + tokens
end

local function tokens_of(entry)
  return tonumber(string.match(entry, '^%d+:(%d+):'))
end

local function settle(bucket)
  repeat
    local due = redis.call('ZRANGEBYSCORE', bucket.rest, '-inf', now, 'LIMIT', 0, DUE_AT_ONCE)
    for _, entry in ipairs(due) do
      bucket.free = bucket.free + tokens_of(entry)
      bucket.resting = bucket.resting - tokens_of(entry)
    end
    if #due > 0 then redis.call('ZREMRANGEBYRANK', bucket.rest, 0, #due - 1) end
  until #due < DUE_AT_ONCE
end

local function bucket_of(quota)
  local known = buckets[quota]
  if known then return known end
  local key = account .. ':' .. quota
  local row = redis.call('HMGET', key, 'limit', 'window', 'free', 'resting', 'hold', 'paused', 'worst', 'past',
    'wanted')
  if not row[1] then
    redis.call('HDEL', account, 'epoch')
    error('the ledger is incomplete')
  end
  local bucket = {
    name = quota, key = key, rest = key .. ':rest', trust = key .. ':trust', limit = tonumber(row[1]), window = tonumber(row[2]),
    free = tonumber(row[3]), resting = tonumber(row[4]), hold = tonumber(row[5]),
    paused = tonumber(row[6]), worst = tonumber(row[7]), past = tonumber(row[8]),
    wanted = tonumber(row[9] or 0),
  }
  buckets[quota] = bucket
  settle(bucket)
  return bucket
end

local function each_draw(draws)
  return string.gmatch(draws, '([^;=]+)=(%d+)')
end

-- A lost call, or one of a replica that died, is as good as answered when it can no longer arrive.
local function expire()
  repeat
    local due = redis.call('ZRANGEBYSCORE', away, '-inf', now, 'WITHSCORES', 'LIMIT', 0, DUE_AT_ONCE)
    for index = 1, #due, 2 do
      local owner, draws = string.match(due[index], '^([^:]*):.*|(.*)$')
      if redis.call('HGET', asides, owner) == due[index] then redis.call('HDEL', asides, owner) end
      for quota, tokens in each_draw(draws) do
        local bucket = bucket_of(quota)
        put_to_rest(bucket, tonumber(tokens), tonumber(due[index + 1]) + bucket.window, owner)
      end
    end
    if #due > 0 then redis.call('ZREMRANGEBYRANK', away, 0, #due / 2 - 1) end
  until #due < DUE_AT_ONCE * 2
end

-- A longer window: what rests, rests on, and so does what came back less than that ago. Nobody remembers
-- how much this is: every earlier window is taken for the worst, some of them together where they are many.
local MOST_STEPS = 100

-- The tokens of a grant for a later time were to rest until then.
local function rest_behind_grants(bucket, more)
  local grants = redis.call('ZRANGE', away, 0, -1, 'WITHSCORES')
  for index = 1, #grants, 2 do
    local owner, draws = string.match(grants[index], '^([^:]*):.*|(.*)$')
    local row = redis.call('HGET', terms, owner)
    local start = row and tonumber(grants[index + 1]) - cjson.decode(row).flight or now
    for quota, tokens in each_draw(draws) do
      if start > now and bucket == buckets[quota] then
        bucket.free = bucket.free - tokens
        put_to_rest(bucket, tonumber(tokens), start + more, '')
      end
    end
  end
end

local function span(bucket, window)
  local more = window - bucket.window
  if more > 0 then
    for _, entry in ipairs(redis.call('ZRANGE', bucket.rest, 0, -1)) do
      redis.call('ZINCRBY', bucket.rest, more, entry)
    end
    rest_behind_grants(bucket, more)
    local windows = math.ceil(more / bucket.window / MOST_STEPS)
    local at = now + more
    while at > now and bucket.past > 0 do
      bucket.free = bucket.free - windows * bucket.past
      put_to_rest(bucket, windows * bucket.past, at, '')
      at = at - windows * bucket.window
    end
  end
  bucket.window = window
  bucket.past = math.max(bucket.past, bucket.limit - bucket.free)
end

local function reform(bucket, limit, window)
  if limit == bucket.limit and window == bucket.window then return end
  bucket.past = math.max(bucket.past, bucket.worst)
  bucket.worst = 0
  bucket.free = bucket.free + limit - bucket.limit
  bucket.limit = limit
  if window ~= bucket.window then span(bucket, window) end
end

-- Replicas may be configured differently while a change makes its way: the lowest limit and the longest
-- window hold for all. What is in use counts; where that is more, what comes back pays the difference.
local function agree()
  local limits, windows = {}, {}
  for _, row in ipairs(redis.call('HVALS', terms)) do
    for _, quota in ipairs(cjson.decode(row).quotas) do
      limits[quota.name] = math.min(limits[quota.name] or quota.limit, quota.limit)
      windows[quota.name] = math.max(windows[quota.name] or 0, quota.window)
    end
  end
  for quota, limit in pairs(limits) do
    reform(bucket_of(quota), limit, windows[quota])
  end
end

-- Who has not spoken for a while goes on alone, or is dead: its share is not to be had meanwhile. A
-- replica that is cut off does not begin before, and what it used until then is in the ledger still.
local ASIDE_MS = 30000

local function set_aside()
  for _, replica in ipairs(redis.call('ZRANGEBYSCORE', seats, '-inf', now - input.absent)) do
    local draws = {}
    for _, quota in ipairs(cjson.decode(redis.call('HGET', terms, replica) or '{"quotas":[]}').quotas) do
      redis.call('HDEL', bucket_of(quota.name).trust, replica)
      if quota.share > 0 then draws[#draws + 1] = quota.name .. '=' .. quota.share end
    end
    local grant = string.format('%s:0:0|%s', replica, table.concat(draws, ';'))
    -- who was back for a moment may have it still
    if not redis.call('ZSCORE', away, grant) then
      for quota, tokens in each_draw(table.concat(draws, ';')) do
        bucket_of(quota).free = bucket_of(quota).free - tokens
      end
    end
    redis.call('ZADD', away, now + ASIDE_MS, grant)
    redis.call('HSET', asides, replica, grant)
    redis.call('ZREM', seats, replica)
    redis.call('HDEL', lines, replica)
    redis.call('HDEL', terms, replica)
    agree()
  end
end

-- What is set aside for a replica is free once it says itself what it takes meanwhile, or that it is one of
-- many: at least when it heard the ledger last, and since then it has had no time to go on alone. What it
-- said before may have been under way for long.
local function take_back_share()
  local grant = redis.call('HGET', asides, input.replica)
  local recent = now - (input.seen or 0) < input.absent
  if not grant or not input.alone and not recent then return end
  redis.call('HDEL', asides, input.replica)
  if redis.call('ZREM', away, grant) == 0 then return end
  for quota, tokens in each_draw(string.match(grant, '|(.*)$')) do
    bucket_of(quota).free = bucket_of(quota).free + tokens
  end
end

local function save()
  for _, bucket in pairs(buckets) do
    redis.call('HSET', bucket.key, 'limit', bucket.limit, 'window', bucket.window,
      'free', bucket.free, 'resting', bucket.resting, 'hold', bucket.hold,
      'paused', bucket.paused, 'worst', bucket.worst, 'past', bucket.past, 'wanted', bucket.wanted)
    longest = math.max(longest, bucket.window, bucket.hold - now, bucket.paused - now)
  end
  keep = math.ceil(flight + longest + IDLE_MS)
  for _, bucket in pairs(buckets) do
    redis.call('PEXPIRE', bucket.key, keep)
    redis.call('PEXPIRE', bucket.rest, keep)
    redis.call('PEXPIRE', bucket.trust, keep)
  end
  redis.call('HSET', account, 'epoch', epoch, 'clock', now, 'created', created, 'flight', flight,
    'sequence', sequence)
  for _, key in ipairs({ account, away, seats, lines, terms, asides }) do redis.call('PEXPIRE', key, keep) end
end
