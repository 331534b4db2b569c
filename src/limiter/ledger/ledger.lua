-- Functions that all ledger scripts share; each script begins with this file. The README describes the
-- rule, the messages (ARGV[1], as JSON) and the keys:
--   {…}                         hash    epoch, clock, created, lease, sequence
--   {…}:in_flight               zset    grants by the end of their lease
--   {…}:replicas                zset    replicas by the time of their last message
--   {…}:queues                  hash    by replica: all that its waiters draw
--   {…}:terms                   hash    by replica: its lease and quotas, as JSON
--   {…}:suspended               hash    by silent replica: the grant that is its suspended share
--   {…}:joins:<replica>         string  the trip of its last join
--   {…}:quota:<quota>           hash    limit, window, free, resting, quarantine, cooldown, worst,
--                                       earlier_worst, shortage
--   {…}:quota:<quota>:resting   zset    "sequence:tokens:owner" by the time at which they are free
--   {…}:quota:<quota>:reserves  hash    by replica: "trip:tokens" (fallback-reserve.lua)
-- Times are milliseconds of this server's clock. Draws are written "quota=tokens;…". A grant is named
-- "replica:trip:index|draws", so that a replica can name every grant that one of its messages may have
-- brought, and ending a grant twice changes nothing.

local account = KEYS[1]
local input = cjson.decode(ARGV[1])
local in_flight_key = account .. ':in_flight'
local replicas_key = account .. ':replicas'
local queues_key = account .. ':queues'
local terms_key = account .. ':terms'
local suspended_key = account .. ':suspended'
local state = redis.call('HMGET', account, 'epoch', 'clock', 'created', 'lease', 'sequence')
local epoch = state[1]
local created = tonumber(state[3] or 0)
local longest_lease = tonumber(state[4] or 0)
local sequence = tonumber(state[5] or 0)

-- Redis came back with old data if its clock is behind one that this replica has seen: then it does not
-- know of the grants since.
if tonumber(state[2] or 0) < (input.seenClockMs or 0) then epoch = false end

-- A clock that was set back stands still here until it has caught up.
local time = redis.call('TIME')
local now = math.max(time[1] * 1000 + time[2] / 1000, tonumber(state[2] or 0))

-- An idle ledger expires after this time, long after its last lease, rest and cooldown have ended.
local IDLE_MS = 60000
local BATCH_SIZE = 1000

local buckets = {}
local expire_ms = 0

local function start_resting(bucket, tokens, until_ms, owner)
  if until_ms <= now then
    bucket.free = bucket.free + tokens
    return
  end
  sequence = sequence + 1
  redis.call('ZADD', bucket.resting_key, until_ms, string.format('%d:%d:%s', sequence, tokens, owner))
  bucket.resting = bucket.resting + tokens
end

local function tokens_of(entry)
  return tonumber(string.match(entry, '^%d+:(%d+):'))
end

local function owner_of(entry)
  return string.match(entry, ':([^:]*)$')
end

local function settle(bucket)
  repeat
    local due = redis.call('ZRANGEBYSCORE', bucket.resting_key, '-inf', now, 'LIMIT', 0, BATCH_SIZE)
    for _, entry in ipairs(due) do
      bucket.free = bucket.free + tokens_of(entry)
      bucket.resting = bucket.resting - tokens_of(entry)
    end
    if #due > 0 then redis.call('ZREMRANGEBYRANK', bucket.resting_key, 0, #due - 1) end
  until #due < BATCH_SIZE
end

local function quota_key(quota)
  return account .. ':quota:' .. quota
end

local function load_bucket(quota)
  local known = buckets[quota]
  if known then return known end
  local key = quota_key(quota)
  local row = redis.call('HMGET', key, 'limit', 'window', 'free', 'resting', 'quarantine', 'cooldown',
    'worst', 'earlier_worst', 'shortage')
  if not row[1] then
    redis.call('HDEL', account, 'epoch')
    error('the ledger is incomplete')
  end
  local bucket = {
    name = quota, key = key, resting_key = key .. ':resting', reserves_key = key .. ':reserves',
    limit = tonumber(row[1]), window = tonumber(row[2]),
    free = tonumber(row[3]), resting = tonumber(row[4]),
    quarantine_until = tonumber(row[5]), cooldown_until = tonumber(row[6]),
    worst = tonumber(row[7]), earlier_worst = tonumber(row[8]),
    shortage_until = tonumber(row[9]),
  }
  buckets[quota] = bucket
  settle(bucket)
  return bucket
end

local function each_draw(draws)
  return string.gmatch(draws, '([^;=]+)=(%d+)')
end

local function parse_grant(grant)
  return string.match(grant, '^([^:]*):.*|(.*)$')
end

-- A call that is lost, or whose replica crashed, can no longer reach the vendor after its lease.
local function expire_leases()
  repeat
    local due = redis.call('ZRANGEBYSCORE', in_flight_key, '-inf', now, 'WITHSCORES', 'LIMIT', 0, BATCH_SIZE)
    for index = 1, #due, 2 do
      local owner, draws = parse_grant(due[index])
      if redis.call('HGET', suspended_key, owner) == due[index] then
        redis.call('HDEL', suspended_key, owner)
      end
      for quota, tokens in each_draw(draws) do
        local bucket = load_bucket(quota)
        start_resting(bucket, tonumber(tokens), tonumber(due[index + 1]) + bucket.window, owner)
      end
    end
    if #due > 0 then redis.call('ZREMRANGEBYRANK', in_flight_key, 0, #due / 2 - 1) end
  until #due < BATCH_SIZE * 2
end

-- A longer window also covers tokens that have become free already. Their number is not recorded, so every
-- earlier window counts with the worst; many windows are combined into so many entries.
local MAX_ENTRIES = 100

-- A grant for a later time has taken its tokens from the resting ones, which had to rest until then.
local function rest_before_later_grants(bucket, added)
  local grants = redis.call('ZRANGE', in_flight_key, 0, -1, 'WITHSCORES')
  for index = 1, #grants, 2 do
    local owner, draws = parse_grant(grants[index])
    local row = redis.call('HGET', terms_key, owner)
    local start = row and tonumber(grants[index + 1]) - cjson.decode(row).leaseMs or now
    for quota, tokens in each_draw(draws) do
      if start > now and bucket == buckets[quota] then
        bucket.free = bucket.free - tokens
        start_resting(bucket, tonumber(tokens), start + added, '')
      end
    end
  end
end

local function change_window(bucket, window)
  local added = window - bucket.window
  if added > 0 then
    for _, entry in ipairs(redis.call('ZRANGE', bucket.resting_key, 0, -1)) do
      redis.call('ZINCRBY', bucket.resting_key, added, entry)
    end
    rest_before_later_grants(bucket, added)
    local windows = math.ceil(added / bucket.window / MAX_ENTRIES)
    local at = now + added
    while at > now and bucket.earlier_worst > 0 do
      bucket.free = bucket.free - windows * bucket.earlier_worst
      start_resting(bucket, windows * bucket.earlier_worst, at, '')
      at = at - windows * bucket.window
    end
  end
  bucket.window = window
  bucket.earlier_worst = math.max(bucket.earlier_worst, bucket.limit - bucket.free)
end

-- Tokens in use count towards the new limit. If they are more, the next that become free pay the difference.
local function change_terms(bucket, limit, window)
  if limit == bucket.limit and window == bucket.window then return end
  bucket.earlier_worst = math.max(bucket.earlier_worst, bucket.worst)
  bucket.worst = 0
  bucket.free = bucket.free + limit - bucket.limit
  bucket.limit = limit
  if window ~= bucket.window then change_window(bucket, window) end
end

-- While a change of configuration spreads, replicas have different terms. The lowest limit and the longest
-- window apply to all.
local function apply_strictest_terms()
  local limits, windows = {}, {}
  for _, row in ipairs(redis.call('HVALS', terms_key)) do
    for _, quota in ipairs(cjson.decode(row).quotas) do
      limits[quota.name] = math.min(limits[quota.name] or quota.limit, quota.limit)
      windows[quota.name] = math.max(windows[quota.name] or 0, quota.windowMs)
    end
  end
  for quota, limit in pairs(limits) do
    change_terms(load_bucket(quota), limit, windows[quota])
  end
end

-- A replica that has been silent for `silentAfterMs` is dead or in fallback, so its fallback share is
-- suspended: no replica is granted it. A replica that is cut off does not begin its fallback before, and all
-- that it used until then is still in the ledger.
local SUSPENSION_MS = 30000

local function suspend_silent_replicas()
  local silent = redis.call('ZRANGEBYSCORE', replicas_key, '-inf', now - input.silentAfterMs)
  for _, replica in ipairs(silent) do
    local draws = {}
    local row = redis.call('HGET', terms_key, replica) or '{"quotas":[]}'
    for _, quota in ipairs(cjson.decode(row).quotas) do
      redis.call('HDEL', load_bucket(quota.name).reserves_key, replica)
      if quota.fallbackShare > 0 then draws[#draws + 1] = quota.name .. '=' .. quota.fallbackShare end
    end
    local grant = string.format('%s:0:0|%s', replica, table.concat(draws, ';'))
    -- the share may be suspended still from an earlier silence
    if not redis.call('ZSCORE', in_flight_key, grant) then
      for quota, tokens in each_draw(table.concat(draws, ';')) do
        load_bucket(quota).free = load_bucket(quota).free - tokens
      end
    end
    redis.call('ZADD', in_flight_key, now + SUSPENSION_MS, grant)
    redis.call('HSET', suspended_key, replica, grant)
    redis.call('ZREM', replicas_key, replica)
    redis.call('HDEL', queues_key, replica)
    redis.call('HDEL', terms_key, replica)
    apply_strictest_terms()
  end
end

-- The suspended share of this replica is free again once its message proves that it does not use the share
-- unseen. A replica in fallback reports all that it uses. One that is not must have seen a recent reply,
-- since then it has had no time to begin a fallback; an older message may have been delayed.
local function end_suspension()
  local grant = redis.call('HGET', suspended_key, input.replica)
  local is_recent = now - (input.seenClockMs or 0) < input.silentAfterMs
  if not grant or not input.isInFallback and not is_recent then return end
  redis.call('HDEL', suspended_key, input.replica)
  if redis.call('ZREM', in_flight_key, grant) == 0 then return end
  for quota, tokens in each_draw(string.match(grant, '|(.*)$')) do
    load_bucket(quota).free = load_bucket(quota).free + tokens
  end
end

local function save()
  local longest = 0
  for _, bucket in pairs(buckets) do
    redis.call('HSET', bucket.key, 'limit', bucket.limit, 'window', bucket.window,
      'free', bucket.free, 'resting', bucket.resting, 'quarantine', bucket.quarantine_until,
      'cooldown', bucket.cooldown_until, 'worst', bucket.worst, 'earlier_worst', bucket.earlier_worst,
      'shortage', bucket.shortage_until)
    longest = math.max(longest, bucket.window, bucket.quarantine_until - now, bucket.cooldown_until - now)
  end
  expire_ms = math.ceil(longest_lease + longest + IDLE_MS)
  for _, bucket in pairs(buckets) do
    redis.call('PEXPIRE', bucket.key, expire_ms)
    redis.call('PEXPIRE', bucket.resting_key, expire_ms)
    redis.call('PEXPIRE', bucket.reserves_key, expire_ms)
  end
  redis.call('HSET', account, 'epoch', epoch, 'clock', now, 'created', created, 'lease', longest_lease,
    'sequence', sequence)
  for _, key in ipairs({ account, in_flight_key, replicas_key, queues_key, terms_key, suspended_key }) do
    redis.call('PEXPIRE', key, expire_ms)
  end
end
