-- Functions that all ledger scripts share; each script begins with resting-entries.lua and this file. The
-- README describes the rule, the messages (ARGV[1], as JSON) and the keys:
--   {…}                         hash    format, epoch, clock, created, lease, sequence, fallback, offset, expires,
--                                       window, hold, hold_from; replica:<replica>: "trip:silent at:queued";
--                                       quota:<quota>: until when its view changes
--   {…}:in_flight               zset    grants by the end of their lease
--   {…}:leases                  hash    by id: the lease of a client, as JSON (client-leases.lua)
--   {…}:terms                   hash    by replica: its lease and quotas, as JSON
--   {…}:suspended               hash    by silent replica: the grant that is its suspended share
--   {…}:names                   hash    by replica: its name, which it keeps when it restarts
--   {…}:claims                  hash    by replica: 1 when it has told of the lost epoch (join.lua)
--   {…}:quota:<quota>           hash    limit, window, free, resting, quarantine, cooldown, worst,
--                                       earlier_worst, lost, claimed, shares, aside, shortage, ends
--   {…}:quota:<quota>:resting   zset    "sequence:tokens:owner" by the time at which they are free
--   {…}:quota:<quota>:shares    hash    by replica: "share:aside" (fallback-share.lua)
--   {…}:channel:<quota>:<key>, {…}:channels:<quota>: quotas per channel (channels.lua)
-- Times are milliseconds of the ledger's clock: this server's, and the offset that undoes its steps. Those that
-- are written are whole, rounded so that nothing is free early: fractions cost Redis several times as much. Draws are
-- written "quota=tokens;…". A grant is named "replica:trip:index|draws", so that a replica can name every grant
-- that one of its messages may have brought, and ending a grant twice changes nothing.

local account = KEYS[1]
local input = cjson.decode(ARGV[1])
local in_flight_key = account .. ':in_flight'
local leases_key = account .. ':leases'
local terms_key = account .. ':terms'
local suspended_key = account .. ':suspended'
local names_key = account .. ':names'
local claims_key = account .. ':claims'

-- The hash of the account is read as a whole: a message needs most of it, and each command costs more than a
-- field. A replica that is not silent has `silent_at`.
local state, replicas = {}, {}

local REPLICA_FIELD = 'replica:'

local function read_replica(field, value)
  if string.find(field, REPLICA_FIELD, 1, true) ~= 1 then return end
  local trip, silent_at, queued = string.match(value, '^(%d+):([^:]*):(.*)$')
  local replica = string.sub(field, #REPLICA_FIELD + 1)
  replicas[replica] = { trip = tonumber(trip), silent_at = tonumber(silent_at), queued = queued, is_changed = false }
end

local row = redis.call('HGETALL', account)
for index = 1, #row, 2 do
  local field, value = row[index], row[index + 1]
  state[field] = value
  read_replica(field, value)
end

-- Until when the view of a quota changes, by the last message that concerned it.
local function view_changes_until(quota)
  return tonumber(state['quota:' .. quota] or 0)
end

-- Replicas of two versions share a ledger during an update. Raise this number with a change of keys, messages or
-- their meaning that the version before would misread: then replicas of one version use the ledger, and those of
-- the other refuse calls until it has expired.
local FORMAT = '1'
if state.epoch and state.format ~= FORMAT then
  return redis.error_reply('FORMAT ' .. FORMAT .. ' is not that of the ledger, ' .. tostring(state.format))
end

local epoch = state.epoch
local created = tonumber(state.created or 0)
local longest_lease = tonumber(state.lease or 0)
sequence = tonumber(state.sequence or 0)
local longest_fallback = tonumber(state.fallback or 0)
local offset = tonumber(state.offset or 0)
local expires_at = tonumber(state.expires or 0)
local longest_window = tonumber(state.window or 0)
local longest_hold = tonumber(state.hold or 0)
local hold_from = tonumber(state.hold_from or 0)

local last_ms = tonumber(state.clock or 0)

-- Redis came back with old data if its clock is behind one that this replica has seen: then it does not
-- know of the grants since.
if last_ms < (input.seenClockMs or 0) then epoch = false end

-- The ledger's clock has passed the last message, and the time that the message proves. If this server's clock
-- was set back, or a replica has seen that it was set forward (`clockStepMs`), the ledger's goes on from there.
local MAX_JITTER_MS = 250
local time = redis.call('TIME')
local server_ms = time[1] * 1000 + time[2] / 1000
local passed_ms = math.max(last_ms, input.sentClockMs)
local now = math.max(server_ms + offset, last_ms)
local clock_step_ms = 0
if server_ms + offset < passed_ms - MAX_JITTER_MS or input.clockStepMs > 0 then
  clock_step_ms = input.clockStepMs > 0 and input.clockStepMs or math.floor(server_ms + offset - passed_ms)
  now = passed_ms
  offset = now - server_ms
end

-- A replica may be in fallback when it has sent nothing for this time. It sends a message with the time by the
-- ledger's clock that has passed at least (`sentClockMs`), so a message that was delayed shows how old it is.
-- Its replica no longer waits for the reply, and may be in fallback by now.
local silent_after_ms = input.silentAfterMs
if input.sentClockMs > 0 and clock_step_ms == 0 and now - input.sentClockMs >= silent_after_ms then
  return cjson.encode({ epoch = '', clockMs = math.floor(now) })
end
-- A connection that was given up may deliver a message after later ones.
local sender = input.replica and replicas[input.replica]
if sender and sender.trip >= input.trip then
  return cjson.encode({ epoch = '', clockMs = math.floor(now) })
end

-- A reply with all views samples the resting tokens, so most of them are read together.
if (input.viewedClockMs or 0) > 0 then first_part_size = PART_SIZE end

-- An idle ledger expires after this time, long after its last fallback, lease, rest and cooldown have ended.
local IDLE_MS = 60000
local BATCH_SIZE = 1000

local buckets = {}
local is_joining = false

local function start_resting(bucket, tokens, until_ms, owner)
  if until_ms <= now then
    bucket.free = bucket.free + tokens
  elseif tokens > 0 then
    bucket.resting = bucket.resting + tokens
    add_entry(bucket, tokens, math.ceil(until_ms), owner)
  end
end

local function settle(bucket)
  for _, entry in ipairs(remove_entries(bucket, -math.huge, now)) do
    bucket.free = bucket.free + entry.tokens
    bucket.resting = bucket.resting - entry.tokens
  end
end

local function quota_key(quota)
  return account .. ':quota:' .. quota
end

-- The fields of a quota's hash, and their names here.
local STORED = {
  limit = 'limit', window = 'window', free = 'free', resting = 'resting', quarantine = 'quarantine_until',
  cooldown = 'cooldown_until', worst = 'worst', earlier_worst = 'earlier_worst', lost = 'lost_shares',
  claimed = 'claimed_shares', shares = 'shares', aside = 'set_aside', shortage = 'shortage_until', ends = 'cooldown_ends',
}
local FIELDS = {}
for field in pairs(STORED) do FIELDS[#FIELDS + 1] = field end

local function load_bucket(quota)
  local known = buckets[quota]
  if known then return known end
  local key = quota_key(quota)
  local row = redis.call('HMGET', key, unpack(FIELDS))
  local bucket = {
    name = quota, key = key, resting_key = key .. ':resting', shares_key = key .. ':shares', stored = {},
    changes_until = 0,
  }
  for index, field in ipairs(FIELDS) do
    local value = tonumber(row[index])
    if not value then
      redis.call('HDEL', account, 'epoch')
      error('the ledger is incomplete')
    end
    bucket[STORED[field]], bucket.stored[field] = value, value
  end
  buckets[quota] = bucket
  open_entries(bucket)
  settle(bucket)
  return bucket
end

local function read_share(row)
  local share, aside = string.match(row or '0:0', '(%d+):(%d+)')
  return tonumber(share), tonumber(aside)
end

local function each_draw(draws)
  return string.gmatch(draws, '([^;=]+)=(%d+)')
end

local function parse_grant(grant)
  return string.match(grant, '^([^:]*):.*|(.*)$')
end

-- Fields of the account's hash to write, in the form of HSET.
local changed_fields = {}

local function change_field(field, value)
  state[field] = value
  changed_fields[#changed_fields + 1] = field
  changed_fields[#changed_fields + 1] = value
end

-- The name under which the unclaimed shares of a lost epoch are suspended (join.lua).
local LOST = 'lost'

local function forget_replica(replica)
  replicas[replica] = nil
  redis.call('HDEL', account, 'replica:' .. replica)
  for _, key in ipairs({ terms_key, suspended_key, names_key }) do redis.call('HDEL', key, replica) end
end

local function forget_share(bucket, replica)
  bucket.shares = bucket.shares - read_share(redis.call('HGET', bucket.shares_key, replica))
  redis.call('HDEL', bucket.shares_key, replica)
end

-- Set when grants are removed other than by reported ends.
local is_in_flight_reduced = false

-- Whether any grant was in flight before this message, and is still, as far as the loaded buckets tell.
local function has_grants_in_flight()
  if is_in_flight_reduced then return false end
  for _, bucket in pairs(buckets) do
    local stored = bucket.stored
    if stored.limit - stored.free - stored.resting - stored.aside > 0 then return true end
  end
  return false
end

-- A call that is lost, or whose replica crashed, can no longer reach the vendor after its lease.
local function expire_leases()
  repeat
    local due = redis.call('ZRANGEBYSCORE', in_flight_key, '-inf', now, 'WITHSCORES', 'LIMIT', 0, BATCH_SIZE)
    for index = 1, #due, 2 do
      local owner, draws = parse_grant(due[index])
      local is_share = redis.call('HGET', suspended_key, owner) == due[index]
      if is_share then forget_replica(owner) end
      if owner == '' then redis.call('HDEL', leases_key, string.match(due[index], '^:([^|]*)')) end
      for quota, tokens in each_draw(draws) do
        local bucket = load_bucket(quota)
        if is_share then forget_share(bucket, owner) end
        start_resting(bucket, tonumber(tokens), tonumber(due[index + 1]) + bucket.window, owner)
      end
    end
    if #due > 0 then
      redis.call('ZREMRANGEBYRANK', in_flight_key, 0, #due / 2 - 1)
      is_in_flight_reduced = true
    end
  until #due < BATCH_SIZE * 2
end

-- A longer window also covers tokens that have become free already. Their number is not recorded, so every
-- earlier window counts with the worst; many windows are combined into so many entries.
local MAX_ENTRIES = 100

local function start_of_lease(grant, ends_at)
  local row = redis.call('HGET', leases_key, string.match(grant, '^:([^|]*)'))
  return tonumber(ends_at) - cjson.decode(row).holdMs
end

-- A grant for a later time has taken its tokens from the resting ones, which had to rest until then.
local function rest_before_later_grants(bucket, added)
  local grants = redis.call('ZRANGE', in_flight_key, 0, -1, 'WITHSCORES')
  for index = 1, #grants, 2 do
    local owner, draws = parse_grant(grants[index])
    local row = redis.call('HGET', terms_key, owner)
    local start = row and tonumber(grants[index + 1]) - cjson.decode(row).leaseMs or now
    if owner == '' then start = start_of_lease(grants[index], grants[index + 1]) end
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
    for _, entry in ipairs(remove_entries(bucket, -math.huge, math.huge)) do
      add_entry(bucket, entry.tokens, entry.at + added, entry.owner)
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

-- Notes that this replica has sent a message: it is silent when no other follows within that time, counted
-- from the sending. Of a first message only its reply timeout is known, which is half of that time.
local function note_message(silent_in_ms)
  local sent = input.sentClockMs > 0 and input.sentClockMs or now - silent_after_ms / 2
  sender = sender or { queued = '' }
  sender.trip, sender.silent_at, sender.is_changed = input.trip, sent + silent_in_ms, true
  replicas[input.replica] = sender
end

local function count_replicas()
  local count = 0
  for _, replica in pairs(replicas) do
    if replica.silent_at then count = count + 1 end
  end
  return count
end

-- A silent replica is dead or in fallback, so its fallback share is suspended: no other replica is granted it.
-- The replica begins its fallback no earlier, and all that it used until then is still in the ledger. It uses
-- the share for `fallbackMs` after it sent the last message that was answered, which was before it counted
-- as silent, and the last of its calls reaches the vendor within a lease of that.
local function suspend(replica, record)
  local terms = cjson.decode(redis.call('HGET', terms_key, replica))
  local draws = {}
  for _, quota in ipairs(terms.quotas) do
    local bucket = load_bucket(quota.name)
    bucket.changes_until = math.max(bucket.changes_until, now)
    local share, aside = read_share(redis.call('HGET', bucket.shares_key, replica))
    if share > 0 then draws[#draws + 1] = quota.name .. '=' .. share end
    bucket.free = bucket.free - share + aside
    bucket.set_aside = bucket.set_aside - aside
    redis.call('HSET', bucket.shares_key, replica, share .. ':0')
    new_keys[bucket.shares_key] = true
  end
  local grant = string.format('%s:0:0|%s', replica, table.concat(draws, ';'))
  redis.call('ZADD', in_flight_key, math.ceil(record.silent_at + terms.fallbackMs + terms.leaseMs), grant)
  redis.call('HSET', suspended_key, replica, grant)
  new_keys[in_flight_key], new_keys[suspended_key] = true, true
  record.silent_at, record.queued, record.is_changed = nil, '', true
  redis.call('HDEL', terms_key, replica)
  apply_strictest_terms()
end

local function suspend_silent_replicas()
  for replica, record in pairs(replicas) do
    if record.silent_at and record.silent_at <= now then suspend(replica, record) end
  end
end

-- The suspended share of this replica is free again when it joins: then it is not in fallback, or it reports
-- all that it uses.
local function end_suspension()
  local grant = redis.call('HGET', suspended_key, input.replica)
  if not grant then return end
  redis.call('HDEL', suspended_key, input.replica)
  redis.call('ZREM', in_flight_key, grant)
  for quota, tokens in each_draw(string.match(grant, '|(.*)$')) do
    load_bucket(quota).free = load_bucket(quota).free + tokens
  end
end

-- Fields that change when resting tokens become free, which the samples of an earlier view tell.
local FORETOLD = { free = true, resting = true }

local function is_changed(bucket)
  if bucket.free + bucket.resting ~= bucket.stored.free + bucket.stored.resting then return true end
  for field, name in pairs(STORED) do
    if not FORETOLD[field] and bucket[name] ~= bucket.stored[field] then return true end
  end
  return bucket.changes_until > 0
end

-- Notes for each quota that has changed until when its views change: now, or later without another message.
local are_changes_noted = false

local function note_changes()
  if are_changes_noted then return end
  are_changes_noted = true
  for quota, bucket in pairs(buckets) do
    if is_changed(bucket) then
      change_field('quota:' .. quota, math.ceil(math.max(view_changes_until(quota), now, bucket.changes_until,
        bucket.quarantine_until, bucket.cooldown_until, bucket.shortage_until)))
    end
  end
end

-- Writes the fields of a bucket that have changed.
local function save_bucket(bucket)
  local changed = {}
  for field, name in pairs(STORED) do
    if bucket[name] ~= bucket.stored[field] then
      changed[#changed + 1] = field
      changed[#changed + 1] = bucket[name]
    end
  end
  if #changed > 0 then redis.call('HSET', bucket.key, unpack(changed)) end
end

-- All keys live for IDLE_MS longer than anything in the ledger lasts, counted from this message. They are given
-- twice that time, so that they are renewed seldom. Returns whether they have to be renewed now.
local function extend_expiry()
  local lasts_ms = 0
  for _, bucket in pairs(buckets) do
    longest_window = math.max(longest_window, bucket.window)
    lasts_ms = math.max(lasts_ms, bucket.quarantine_until - now, bucket.cooldown_until - now)
  end
  lasts_ms = longest_fallback + math.max(longest_lease, longest_hold) + math.max(lasts_ms, longest_window) + IDLE_MS
  if expires_at - server_ms >= lasts_ms then return false end
  expires_at = math.ceil(math.max(expires_at, server_ms + 2 * lasts_ms))
  return true
end

-- Keys that were created since the last renewal get the rest of that time.
local function set_expiry(is_renewed)
  if is_renewed then
    for _, key in ipairs({ account, in_flight_key, leases_key, terms_key, suspended_key, claims_key, names_key }) do
      new_keys[key] = true
    end
    for field in pairs(state) do
      local quota = string.match(field, '^quota:(.*)$')
      for _, part in ipairs(quota and { '', ':resting', ':shares' } or {}) do new_keys[quota_key(quota) .. part] = true end
    end
  end
  for key in pairs(new_keys) do redis.call('PEXPIRE', key, math.ceil(expires_at - server_ms)) end
end

local function save()
  note_changes()
  for _, bucket in pairs(buckets) do
    write_entries(bucket)
    save_bucket(bucket)
  end
  for name, replica in pairs(replicas) do
    if replica.is_changed then
      local silent_at = replica.silent_at and string.format('%d', replica.silent_at) or ''
      change_field('replica:' .. name, string.format('%d:%s:%s', replica.trip, silent_at, replica.queued))
    end
  end
  local is_renewed = extend_expiry()
  if is_joining then
    change_field('format', FORMAT)
    change_field('epoch', epoch)
    change_field('created', created)
    change_field('lease', longest_lease)
    change_field('fallback', longest_fallback)
  end
  if is_joining or clock_step_ms ~= 0 then change_field('offset', offset) end
  if longest_window ~= tonumber(state.window) then change_field('window', longest_window) end
  if is_renewed then change_field('expires', expires_at) end
  redis.call('HSET', account, 'clock', math.floor(now), 'sequence', sequence, unpack(changed_fields))
  set_expiry(is_renewed)
end
