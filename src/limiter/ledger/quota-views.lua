-- The state of quotas, for the replies of draw.lua and join.lua.

-- For each other replica, the tokens that its waiters draw from a quota.
local queues

local function queued_elsewhere(quota)
  local queued = {}
  queues = queues or redis.call('HGETALL', queues_key)
  for index = 1, #queues, 2 do
    for name, tokens in each_draw(queues[index + 1]) do
      if name == quota and queues[index] ~= input.replica then queued[#queued + 1] = tonumber(tokens) end
    end
  end
  return queued
end

local MAX_SAMPLES = 8

-- The times at which resting tokens are free are sampled, so that a view stays small.
local function view_quota(quota)
  local bucket = load_bucket(quota)
  load_shares(bucket)
  local free_in = sample_entries(bucket, MAX_SAMPLES)
  for _, sample in ipairs(free_in) do sample[2] = sample[2] - now end
  return {
    quota = quota, limit = bucket.limit, free = bucket.free, resting = bucket.resting,
    restingFreeInMs = free_in, worstWindow = bucket.worst,
    cooldownMs = math.max(0, bucket.cooldown_until - now), cooldownEnds = bucket.cooldown_ends,
    quarantineMs = math.max(0, bucket.quarantine_until - now),
    queuedElsewhere = queued_elsewhere(quota), shares = bucket.others_shares + bucket.share,
    setAside = bucket.set_aside, ownAside = bucket.aside, isShort = now < bucket.shortage_until,
  }
end

-- Quotas that have not changed since the replica has seen all views are left out.
local function view_quotas(quotas)
  local is_changed_since
  if (input.viewedClockMs or 0) > 0 then
    is_changed_since = {}
    note_changes()
    for _, quota in ipairs(redis.call('ZRANGEBYSCORE', quotas_key, input.viewedClockMs, '+inf')) do
      is_changed_since[quota] = true
    end
  end
  local views = {}
  for _, quota in ipairs(quotas) do
    if not is_changed_since or is_changed_since[quota] then views[#views + 1] = view_quota(quota) end
  end
  return views
end
