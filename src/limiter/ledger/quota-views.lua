-- The state of quotas, for the replies of draw.lua and join.lua.

-- For each other replica, the tokens that its waiters draw from a quota.
local function queued_elsewhere(quota)
  local queued = {}
  for _, replica in pairs(replicas) do
    for name, tokens in each_draw(replica == sender and '' or replica.queued) do
      if name == quota then queued[#queued + 1] = tonumber(tokens) end
    end
  end
  return queued
end

local MAX_SAMPLES = 8

-- The times at which resting tokens are free are sampled and rounded, so that a view stays small.
local function sample_free_in(bucket)
  local free_in = sample_entries(bucket, MAX_SAMPLES)
  for _, sample in ipairs(free_in) do sample[2] = math.ceil(sample[2] - now) end
  return free_in
end

-- Zeros are left out: most are, and numbers cost most of a reply.
local function unless_zero(number)
  return number ~= 0 and number or nil
end

-- Reading all resting tokens costs more than all else, so only a message that asks for all views gets samples.
local function view_quota(quota)
  local bucket = load_bucket(quota)
  local is_sampled = is_joining or input.viewedClockMs > 0
  return {
    quota = quota, limit = bucket.limit, free = bucket.free, resting = bucket.resting,
    restingFreeInMs = is_sampled and sample_free_in(bucket) or nil, worstWindow = unless_zero(bucket.worst),
    cooldownMs = unless_zero(math.max(0, bucket.cooldown_until - now)),
    cooldownEnds = unless_zero(bucket.cooldown_ends),
    quarantineMs = unless_zero(math.max(0, bucket.quarantine_until - now)),
    queuedElsewhere = queued_elsewhere(quota), shares = unless_zero(bucket.shares),
    setAside = unless_zero(bucket.set_aside), ownAside = unless_zero(own_aside(bucket)),
    isShort = now < bucket.shortage_until or nil,
    channels = is_sampled and is_per_channel[quota] and view_channels(bucket) or nil,
  }
end

-- Whether the share of any replica is suspended: of a silent one, or of LOST.
local function has_suspended_replicas()
  for _, replica in pairs(replicas) do
    if not replica.silent_at then return true end
  end
  return false
end

-- The suspended shares, with all views only: [replica, draws, in how many ms it ends]. A replica without a name
-- is told by its id.
local function view_suspended()
  if not has_suspended_replicas() then return {} end
  local rows = redis.call('HGETALL', suspended_key)
  local suspended = {}
  for index = 1, #rows, 2 do
    local draws = string.match(rows[index + 1], '|(.*)$')
    if draws ~= '' then
      local name = redis.call('HGET', names_key, rows[index]) or rows[index]
      local until_ms = tonumber(redis.call('ZSCORE', in_flight_key, rows[index + 1]))
      suspended[#suspended + 1] = { name, draws, until_ms - now }
    end
  end
  return suspended
end

-- Quotas that have not changed since the replica has seen all views are left out.
local function view_quotas(quotas)
  local since = input.viewedClockMs or 0
  if since > 0 then note_changes() end
  local views = {}
  for _, quota in ipairs(quotas) do
    if since == 0 or view_changes_until(quota) >= since then views[#views + 1] = view_quota(quota) end
  end
  return views
end
