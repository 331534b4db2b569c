-- The fallback shares of the replicas, in `{…}:quota:<quota>:shares`, by replica: "share:aside". The share is
-- the number of tokens that the replica may use without Redis. The ledger confirms it only as far as no other
-- replica has it, so all shares together never exceed the limit, whatever the settings and the number of the
-- replicas. So much of it as is aside is taken from the free tokens already.

local function load_share(bucket)
  if bucket.share then return end
  bucket.share, bucket.aside = read_share(redis.call('HGET', bucket.shares_key, input.replica))
end

-- How much is set aside for this replica.
local function own_aside(bucket)
  if bucket.set_aside == 0 then return 0 end
  load_share(bucket)
  return bucket.aside
end

local function change_aside(bucket, aside)
  bucket.set_aside = bucket.set_aside + aside - bucket.aside
  bucket.aside = aside
  bucket.changes_until = math.max(bucket.changes_until, now)
  redis.call('HSET', bucket.shares_key, input.replica, bucket.share .. ':' .. aside)
  new_keys[bucket.shares_key] = true
end

-- Confirms, of the shares that this replica wants, what no other replica has. Returns [quota, tokens] of each. More is
-- set aside than it wants after its limit was lowered.
local function confirm_shares()
  local confirmed = {}
  for quota, wanted in pairs(input.wantedShares) do
    local bucket = load_bucket(quota)
    load_share(bucket)
    local others = bucket.shares - bucket.share
    local aside = math.min(bucket.aside, wanted)
    local share = math.max(aside, math.min(wanted, bucket.limit - others))
    if share ~= bucket.share or aside ~= bucket.aside then
      bucket.free = bucket.free + bucket.aside - aside
      bucket.share, bucket.shares = share, others + share
      change_aside(bucket, aside)
    end
    confirmed[#confirmed + 1] = { quota, bucket.share }
  end
  return confirmed
end

local function return_aside(quota)
  local bucket = load_bucket(quota)
  load_share(bucket)
  bucket.free = bucket.free + bucket.aside
  change_aside(bucket, 0)
end

-- A replica at rest gets its shares set aside while the quotas are hardly used, and no waiter lacks tokens of
-- them. Then it may begin a fallback at any moment, so it may be silent for longer.
local MAX_USED_PART = 1 / 8

local function suspended_by_quota()
  local suspended = {}
  for _, grant in ipairs(redis.call('HVALS', suspended_key)) do
    for quota, tokens in each_draw(string.match(grant, '|(.*)$')) do
      suspended[quota] = (suspended[quota] or 0) + tokens
    end
  end
  return suspended
end

local function set_shares_aside()
  local is_complete = true
  local suspended = suspended_by_quota()
  for _, quota in ipairs(input.views) do
    local bucket = load_bucket(quota)
    load_share(bucket)
    local missing = bucket.share - bucket.aside
    local used = bucket.limit - bucket.free - bucket.set_aside - (suspended[quota] or 0)
    local is_ample = used <= bucket.limit * MAX_USED_PART and missing <= bucket.free
    if missing > 0 and is_ample and now >= math.max(bucket.quarantine_until, bucket.shortage_until) then
      bucket.free = bucket.free - missing
      change_aside(bucket, bucket.share)
    end
    is_complete = is_complete and bucket.aside == bucket.share
  end
  return is_complete
end
