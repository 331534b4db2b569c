-- A replica reports ended calls and requests grants for its waiters, in their order. One message carries
-- many of both. Resting tokens can be granted for the time at which they are free, so that the replica need
-- not ask again then.

-- Tokens are not granted further into the future: another replica may have an earlier waiter by then.
local MAX_DELAY_MS = 1000

-- A replica whose share was suspended, or that knows another epoch, has to join again.
if epoch ~= input.epoch or not sender or not sender.silent_at then
  return cjson.encode({ epoch = '' })
end
if input.isLeaving then
  for _, quota in ipairs(input.views) do
    return_aside(quota)
    local bucket = load_bucket(quota)
    bucket.changes_until = math.max(bucket.changes_until, now)
    forget_share(bucket, input.replica)
  end
  forget_replica(input.replica)
  apply_strictest_terms()
else note_message(silent_after_ms) end
expire_leases()
suspend_silent_replicas()
for _, quota in ipairs(input.returns) do return_aside(quota) end

local function change_queue(queued)
  local previous = sender.queued
  if previous == queued then return end
  for quota in each_draw(previous .. ';' .. queued) do
    local bucket = load_bucket(quota)
    bucket.changes_until = math.max(bucket.changes_until, now)
  end
  sender.queued = queued
end
change_queue(input.queued)

-- Ends of grants that the ledger does not know are ignored. An end tells how long ago the call was answered:
-- its tokens rest from then. Returns the grants.
local function end_calls(ends)
  local grants = {}
  for index, ended in ipairs(ends) do grants[index] = ended[1] end
  local lease_ends = scores_of(in_flight_key, grants)
  for index, grant in ipairs(grants) do
    local owner, draws = parse_grant(grant)
    local lease_end = tonumber(lease_ends[grant])
    lease_ends[grant] = nil
    for quota, tokens in each_draw(lease_end and draws or '') do
      local bucket = load_bucket(quota)
      -- unsent: free at once, or at the time for which they were granted
      local until_ms = ends[index][2] == 'answered' and now - ends[index][3] + bucket.window
        or lease_end - input.leaseMs
      start_resting(bucket, tonumber(tokens), until_ms, owner)
    end
  end
  return grants
end

-- No shares are set aside while a waiter lacks tokens, and for so long after.
local SHORTAGE_MS = 1000
local SHORTAGE_RETRY_MS = 100
local is_short = false

-- Shares that are set aside for others are free as soon as their replicas return them.
local function note_shortage(bucket)
  if bucket.set_aside <= own_aside(bucket) then return end
  bucket.shortage_until = math.ceil(now + SHORTAGE_MS)
  is_short = true
end

-- When so many tokens can be granted together; nil if some of them are in flight.
local function time_of(bucket, tokens)
  local open_at = math.max(now, bucket.quarantine_until, bucket.cooldown_until)
  if tokens <= bucket.free then return open_at end
  local lacking = tokens - bucket.free - own_aside(bucket)
  if lacking <= 0 then return open_at end
  note_shortage(bucket)
  for entry in each_entry(bucket) do
    lacking = lacking - entry.tokens
    if lacking <= 0 then return math.max(open_at, entry.at) end
  end
  return nil
end

-- Takes, of the tokens that are free at that time, the ones that are free last: the others can serve another
-- call meanwhile.
local function take(bucket, tokens, at)
  local left = tokens
  if at > now then
    left = tokens - take_entries(bucket, tokens, at)
    bucket.resting = bucket.resting - (tokens - left)
  end
  -- the share that is aside for this replica serves its own calls when nothing else is free
  local from_aside = math.min(left - math.min(left, math.max(0, bucket.free)), own_aside(bucket))
  if from_aside > 0 then change_aside(bucket, bucket.aside - from_aside) end
  bucket.free = bucket.free - left + from_aside
  bucket.worst = math.max(bucket.worst, math.min(bucket.limit, bucket.limit - bucket.free - bucket.set_aside))
end

-- By quota that a request lacks: in how many milliseconds to ask again. It is reserved for that request:
-- later ones get nothing of it.
local retry_in = {}
-- By channel that a request lacks: in how many milliseconds it has the tokens, if that is known.
local free_in = {}

local function lacks_any(draws)
  for quota in each_draw(draws) do
    if retry_in[quota] then return true end
  end
  return false
end

-- Tokens in flight have no known time of return, but have to rest for a window, so asking much sooner would
-- be in vain.
local function retry_time(bucket, time)
  if bucket.set_aside > own_aside(bucket) then return SHORTAGE_RETRY_MS end
  if time then return math.max(0, time - now - MAX_DELAY_MS / 2) end
  return math.min(bucket.window / 4, MAX_DELAY_MS)
end

local NOT_GRANTED = -1
local granted = {}

-- Grants all draws of a request for one time, or none. Returns in how many milliseconds.
local function grant(index, request)
  if lacks_any(request.draws) or lacks_any(request.channels or '') then return NOT_GRANTED end
  local latest = request.mayBeLater and now + MAX_DELAY_MS or now
  local at = now
  local hold_in = request.lease and announce_hold(request.lease.holdMs, request.lease.maxHoldMs) or 0
  local channel_draws = request.channels or ''
  for name, tokens in each_draw(channel_draws) do
    local channel = load_channel(name)
    local time = channel_time_of(channel, tonumber(tokens))
    if time ~= now then note_shortage(channel.bucket) end
    if time and time <= latest then at = math.max(at, time)
    else
      local known = channel_known_time(channel, time)
      retry_in[name] = retry_time(channel.bucket, known)
      free_in[name] = known and known - now
    end
  end
  for quota, tokens in each_draw(request.draws) do
    local bucket = load_bucket(quota)
    local time = time_of(bucket, tonumber(tokens))
    if hold_in > 0 then retry_in[quota] = hold_in end
    if time and time <= latest then at = math.max(at, time)
    else retry_in[quota] = retry_time(bucket, time) end
  end
  if lacks_any(request.draws) or lacks_any(channel_draws) then return NOT_GRANTED end
  for name, tokens in each_draw(channel_draws) do
    local grant_name = string.format('%s:%d:%d', input.replica, input.trip, index)
    take_of_channel(load_channel(name), tonumber(tokens), grant_name, at)
  end
  for quota, tokens in each_draw(request.draws) do take(load_bucket(quota), tonumber(tokens), at) end
  local lease = request.lease
  if lease then
    add_lease(lease.id, lease.client, request.draws, at, lease.holdMs)
    return at - now
  end
  local name = string.format('%s:%d:%d|%s', input.replica, input.trip, index, request.draws)
  granted[#granted + 1] = math.ceil(at + input.leaseMs)
  granted[#granted + 1] = name
  return at - now
end

local ended = end_calls(input.ends)
end_channel_calls(input.channelEnds or {})
local ended_leases = end_leases(input.leaseEnds)
local granted_in = {}
for index, request in ipairs(input.requests) do granted_in[index] = grant(index, request) end
-- adds before it removes: a key that is empty in between would lose its expiry
if #granted > 0 and not has_grants_in_flight() then new_keys[in_flight_key] = true end
in_batches('ZADD', in_flight_key, granted)
in_batches('ZREM', in_flight_key, ended)
local retries = {}
for quota, in_ms in pairs(retry_in) do retries[#retries + 1] = { quota, in_ms, free_in[quota] } end
local shares = input.isLeaving and {} or confirm_shares()
local is_settled = input.areSharesAside and next(shares) == nil -- only its own messages would have changed them
local is_idle = not input.isLeaving and input.idleForMs > 0 and (is_settled or set_shares_aside())
if is_idle then note_message(input.idleForMs) end
local views = view_quotas(input.views)
save_channels()
local suspended = input.viewedClockMs > 0 and view_suspended() or nil
save()
return cjson.encode({
  epoch = epoch, clockMs = math.floor(now), grantedInMs = granted_in, retries = retries, views = views,
  suspended = suspended, shares = shares, leaseMs = math.max(longest_lease, longest_hold),
  endedLeases = ended_leases, leases = input.listsLeases and list_leases() or nil,
  clockStepMs = clock_step_ms, isIdle = is_idle, isShort = is_short, replicas = count_replicas(),
})
