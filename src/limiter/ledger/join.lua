-- A replica joins: at its start, and after anything that leaves it unsure of what the ledger has in its
-- name. All that the ledger has in its name is replaced by what the replica itself knows. Answers that are
-- older than what the replica knows, in a longer window of another replica, keep resting.

is_joining = true
local is_new_epoch = not epoch
local has_missed_epoch = input.knownEpoch ~= '' and input.knownEpoch ~= epoch

if is_new_epoch then
  epoch = input.newEpoch
  created = math.ceil(now)
  longest_lease, longest_fallback = 0, 0
  redis.call('DEL', account, in_flight_key, leases_key, terms_key, suspended_key, claims_key, names_key)
  state, replicas, sender = {}, {}, nil
  expires_at, longest_window = 0, 0
  longest_hold, hold_from = 0, 0
end
longest_lease = math.max(longest_lease, input.leaseMs)
longest_fallback = math.max(longest_fallback, input.fallbackMs)

-- Until when a quota is in quarantine: then all that a dead replica may have used has rested. A longer
-- window would take too long. If an earlier epoch is known, it waits for the leases, within which all live
-- replicas report what they use; if not, only until all live replicas can have joined.
local function quarantine_end(quota)
  if not input.isColdStart and not has_missed_epoch then return 0 end
  -- replicas do not report what they use of each channel
  if has_missed_epoch and is_per_channel[quota.name] then return created + longest_lease + quota.windowMs end
  if quota.windowMs <= input.shortWindowMs then return created + longest_lease + quota.windowMs end
  if has_missed_epoch then return created + longest_lease end
  return created + input.joinTimeMs
end

local windows = {}

local function create_bucket(quota)
  local key = quota_key(quota.name)
  local is_known = state['quota:' .. quota.name] or redis.call('HEXISTS', key, 'limit') == 1
  if is_new_epoch or not is_known then
    new_keys[key] = true
    redis.call('DEL', key, key .. ':resting', key .. ':shares')
    redis.call('HSET', key, 'limit', quota.limit, 'window', quota.windowMs, 'free', quota.limit,
      'resting', 0, 'quarantine', is_new_epoch and quarantine_end(quota) or 0, 'cooldown', 0,
      'worst', 0, 'earlier_worst', 0, 'lost', 0, 'claimed', 0, 'shares', 0, 'aside', 0,
      'shortage', 0, 'ends', 0)
  end
  change_field('quota:' .. quota.name, view_changes_until(quota.name))
  windows[quota.name] = quota.windowMs
  if has_missed_epoch then
    local bucket = load_bucket(quota.name)
    bucket.quarantine_until = math.max(bucket.quarantine_until, quarantine_end(quota))
  end
end

for _, quota in ipairs(input.quotas) do create_bucket(quota) end

-- The lost epoch knew of fallback shares that this one does not: a replica that cannot reach this server may
-- be using its share. A replica that joins tells the sum of the shares of the lost epoch, and its own of them;
-- the rest is suspended in the name of LOST, until the last of these fallbacks must have ended.
local function suspend_lost_shares()
  local previous = redis.call('HGET', suspended_key, LOST)
  if previous then
    redis.call('ZREM', in_flight_key, previous)
    for quota, tokens in each_draw(string.match(previous, '|(.*)$')) do
      load_bucket(quota).free = load_bucket(quota).free + tokens
    end
  end
  -- a join may be repeated because its reply was lost
  local is_first = redis.call('HSETNX', claims_key, input.replica, 1) == 1
  new_keys[claims_key] = true
  local draws = {}
  for quota, lost in pairs(input.lostShares) do
    local bucket = load_bucket(quota)
    bucket.lost_shares = math.max(bucket.lost_shares, lost[1])
    if is_first then bucket.claimed_shares = bucket.claimed_shares + lost[2] end
    local unclaimed = math.min(bucket.limit, math.max(0, bucket.lost_shares - bucket.claimed_shares))
    forget_share(bucket, LOST)
    bucket.shares = bucket.shares + unclaimed
    redis.call('HSET', bucket.shares_key, LOST, unclaimed .. ':0')
    new_keys[bucket.shares_key] = true
    bucket.free = bucket.free - unclaimed
    if unclaimed > 0 then draws[#draws + 1] = quota .. '=' .. unclaimed end
  end
  if #draws == 0 then return forget_replica(LOST) end
  local grant = LOST .. ':0:0|' .. table.concat(draws, ';')
  redis.call('ZADD', in_flight_key, created + longest_fallback + longest_lease, grant)
  redis.call('HSET', suspended_key, LOST, grant)
  replicas[LOST] = { trip = 0, queued = '', is_changed = true }
  new_keys[in_flight_key], new_keys[suspended_key] = true, true
end

-- A replica that joins for the first time under the name of another is its next life: the former one has ended,
-- and uses its share no more. Returns the former lives.
local function end_former_lives()
  local former = {}
  if input.replicaName == '' then return former end
  local names = redis.call('HGETALL', names_key)
  for index = 1, #names, 2 do
    local is_former = names[index + 1] == input.replicaName and names[index] ~= input.replica
    if is_former and input.knownEpoch == '' then
      former[#former + 1] = names[index]
      local life = replicas[names[index]]
      if life and life.silent_at then life.silent_at = now end
    end
  end
  redis.call('HSET', names_key, input.replica, input.replicaName)
  new_keys[names_key] = true
  return former
end

-- The last calls of a replica that has ended reach the vendor within a lease.
local function shorten_suspensions(replicas)
  for _, replica in ipairs(replicas) do
    local grant = redis.call('HGET', suspended_key, replica)
    local until_ms = grant and tonumber(redis.call('ZSCORE', in_flight_key, grant))
    if until_ms and until_ms > now + longest_lease then
      redis.call('ZADD', in_flight_key, now + longest_lease, grant)
    end
  end
end

-- Another replica may have been granted tokens too early, by a clock that was set forward.
if input.clockStepMs > 0 and last_ms > input.sentClockMs + MAX_JITTER_MS then
  for _, quota in ipairs(input.quotas) do
    local bucket = load_bucket(quota.name)
    bucket.quarantine_until = math.max(bucket.quarantine_until, now + longest_lease + bucket.window)
  end
end
expire_leases()
-- the lease with which the grants of this replica were made
local earlier_terms = redis.call('HGET', terms_key, input.replica)
local earlier_lease = earlier_terms and cjson.decode(earlier_terms).leaseMs or input.leaseMs
redis.call('HSET', terms_key, input.replica,
  cjson.encode({ leaseMs = input.leaseMs, fallbackMs = input.fallbackMs, quotas = input.quotas }))
new_keys[terms_key] = true
note_message(silent_after_ms)
local former_lives = end_former_lives()
suspend_silent_replicas()
shorten_suspensions(former_lives)
local channel_windows = {}
for quota in pairs(is_per_channel) do channel_windows[quota] = load_bucket(quota).window end
apply_strictest_terms()
-- tokens in use by now have to rest for the longer window
for quota, window in pairs(channel_windows) do
  local bucket = load_bucket(quota)
  if bucket.window > window then
    bucket.quarantine_until = math.max(bucket.quarantine_until, now + longest_lease + bucket.window)
  end
end
end_suspension()
if has_missed_epoch then
  suspend_lost_shares()
  restore_leases(input.leases)
end

-- Remove what the ledger has in this replica's name.
local prefix = input.replica .. ':'
local grants = redis.call('ZRANGE', in_flight_key, 0, -1, 'WITHSCORES')
for index = 1, #grants, 2 do
  if string.sub(grants[index], 1, #prefix) == prefix then
    redis.call('ZREM', in_flight_key, grants[index])
    -- the tokens of a grant for a later time have to rest until then
    local start = tonumber(grants[index + 1]) - earlier_lease
    for quota, tokens in each_draw(string.match(grants[index], '|(.*)$')) do
      start_resting(load_bucket(quota), tonumber(tokens), start, '')
    end
  end
end
for quota, history in pairs(input.historyMs) do
  local bucket = load_bucket(quota)
  local since = now - history + bucket.window
  for _, entry in ipairs(remove_entries(bucket, since, math.huge, input.replica)) do
    bucket.free = bucket.free + entry.tokens
    bucket.resting = bucket.resting - entry.tokens
  end
end

-- Add what the replica reports. If that is more than is free, the next free tokens pay the difference.
for index, call in ipairs(input.inFlight) do
  for quota, tokens in each_draw(call[1]) do
    load_bucket(quota).free = load_bucket(quota).free - tokens
  end
  local name = string.format('%s:%d:%d|%s', input.replica, input.trip, index, call[1])
  redis.call('ZADD', in_flight_key, now + call[2], name)
  new_keys[in_flight_key] = true
end
for _, entry in ipairs(input.resting) do
  local bucket = load_bucket(entry[1])
  bucket.free = bucket.free - entry[2]
  local until_ms = now + entry[3] + bucket.window - windows[entry[1]]
  start_resting(bucket, entry[2], until_ms, input.replica)
end

local names = {}
local open_at = now
for index, quota in ipairs(input.quotas) do
  names[index] = quota.name
  open_at = math.max(open_at, load_bucket(quota.name).quarantine_until)
end
local shares = confirm_shares()
local views = view_quotas(names)
save()
return cjson.encode({
  epoch = epoch, clockMs = math.floor(now), opensInMs = open_at - now, views = views,
  suspended = view_suspended(), shares = shares, leaseMs = math.max(longest_lease, longest_hold), leases = list_leases(),
  clockStepMs = clock_step_ms, replicas = count_replicas(),
})
