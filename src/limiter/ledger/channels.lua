-- Quotas per channel. The bucket of such a quota is never drawn on: its free tokens are the limit of each channel,
-- without the fallback shares that are suspended or set aside. A channel is named "quota@key".
--   {…}:channel:<quota>:<key>   zset   "replica:trip:index:tokens" by the time until which the tokens are in use;
--                                      "cooldown:<ends>" by its end, void when an operator has ended more cooldowns
--   {…}:channels:<quota>        zset   keys of channels by the time until which any of their tokens is in use
-- The tokens of a grant are in use until a window after its lease; a reported end sets an earlier time. So there is
-- nothing to do when a lease ends without a report, or when a replica joins again.

local channels = {}

-- The quotas per channel of the replica that has sent the message.
local is_per_channel = {}
for _, quota in ipairs(input.channelQuotas or {}) do is_per_channel[quota] = true end

local function channels_key(bucket)
  return account .. ':channels:' .. bucket.name
end

local function open_channel(bucket, key)
  return {
    key = key, bucket = bucket, redis_key = account .. ':channel:' .. bucket.name .. ':' .. key,
    entries = {}, cooldown_until = 0, set = {}, removed = {},
  }
end

local function load_channel(name)
  if channels[name] then return channels[name] end
  local quota, key = string.match(name, '^(.*)@([^@]*)$')
  local channel = open_channel(load_bucket(quota), key)
  local rows = redis.call('ZRANGE', channel.redis_key, 0, -1, 'WITHSCORES')
  for index = 1, #rows, 2 do
    local member, at = rows[index], tonumber(rows[index + 1])
    local ends = string.match(member, '^cooldown:(%d+)$')
    if at <= now then channel.removed[#channel.removed + 1] = member
    elseif not ends then
      channel.entries[#channel.entries + 1] =
        { member = member, at = at, tokens = tonumber(string.match(member, ':(%d+)$')) }
    elseif tonumber(ends) == channel.bucket.cooldown_ends then channel.cooldown_until = at end
  end
  channels[name] = channel
  return channel
end

-- Tokens in use at a time, and those of them that are in flight by now: their lease has not ended.
local function used_at(channel, at)
  local used, in_flight = 0, 0
  for _, entry in ipairs(channel.entries) do
    if entry.at > at then
      used = used + entry.tokens
      if entry.at > now + channel.bucket.window then in_flight = in_flight + entry.tokens end
    end
  end
  return used, in_flight
end

-- When so many tokens can be granted together; nil if they exceed what no fallback share takes off the limit.
local function channel_time_of(channel, tokens)
  local bucket = channel.bucket
  local at = math.max(now, bucket.quarantine_until, bucket.cooldown_until, channel.cooldown_until)
  local limit = bucket.free + own_aside(bucket)
  local excess = used_at(channel, at) + tokens - limit
  if excess <= 0 then return at end
  if tokens > limit then return nil end
  for _, entry in ipairs(channel.entries) do
    if entry.at > at then
      excess, at = excess - entry.tokens, entry.at
      if excess <= 0 then return at end
    end
  end
  return at
end

-- The same without tokens that are in flight: they are expected to come back long before their lease ends.
local function channel_known_time(channel, time)
  return time and time <= now + channel.bucket.window and time or nil
end

local function by_time(one, other)
  return one.at < other.at
end

local function set_entry(channel, entry, at)
  entry.at = math.ceil(at)
  channel.set[entry.member] = entry.at
  table.sort(channel.entries, by_time)
  channel.bucket.changes_until = math.max(channel.bucket.changes_until, entry.at)
end

-- The fullest channel of a quota, for its view: the one that had most tokens in use when some were granted last.
local function load_fullest(bucket)
  if bucket.fullest then return bucket.fullest end
  local row = redis.call('HGET', bucket.key, 'fullest') or ''
  local used, until_ms, key = string.match(row, '^(%d+):([^:]+):(.*)$')
  bucket.fullest = { used = tonumber(used) or 0, until_ms = tonumber(until_ms) or 0, key = key or '' }
  return bucket.fullest
end

local function note_fullest(channel, used, until_ms)
  local bucket = channel.bucket
  local fullest = load_fullest(bucket)
  local is_other = fullest.until_ms > now and fullest.key ~= channel.key
  if is_other and fullest.used > used and used_at(load_channel(bucket.name .. '@' .. fullest.key), now) > used then
    return
  end
  bucket.fullest = { used = used, until_ms = until_ms, key = channel.key, is_changed = true }
end

local function count_channels(bucket)
  redis.call('ZREMRANGEBYSCORE', channels_key(bucket), '-inf', now)
  return redis.call('ZCARD', channels_key(bucket))
end

local function view_channels(bucket)
  local fullest = load_fullest(bucket)
  local used, in_flight = 0, 0
  if fullest.until_ms > now then used, in_flight = used_at(load_channel(bucket.name .. '@' .. fullest.key), now) end
  local cooldown = redis.call('HGET', bucket.key, 'channel_cooldown') or ''
  local ends, until_ms = string.match(cooldown, '^(%d+):(.*)$')
  local is_cooling = tonumber(ends) == bucket.cooldown_ends and tonumber(until_ms) > now
  return {
    count = count_channels(bucket), inFlight = in_flight, resting = used - in_flight,
    cooldownMs = is_cooling and until_ms - now or 0,
  }
end

local function take_of_channel(channel, tokens, grant, at)
  local entry = { member = grant .. ':' .. tokens, tokens = tokens, at = 0 }
  channel.entries[#channel.entries + 1] = entry
  set_entry(channel, entry, at + input.leaseMs + channel.bucket.window)
  local used = used_at(channel, at)
  channel.bucket.worst = math.max(channel.bucket.worst, used)
  note_fullest(channel, used, entry.at)
end

-- Ends of tokens that the ledger does not know, or knows to be free, are ignored.
local function end_channel_calls(ends)
  for _, ended in ipairs(ends) do
    local name, member, how, ago = unpack(ended)
    local channel = load_channel(name)
    for index, entry in ipairs(channel.entries) do
      if entry.member == member then
        local at = how == 'answered' and math.min(entry.at, now - ago + channel.bucket.window) or now
        if at > now then set_entry(channel, entry, at)
        else
          table.remove(channel.entries, index)
          channel.set[member] = nil
          channel.removed[#channel.removed + 1] = member
          channel.bucket.changes_until = math.max(channel.bucket.changes_until, now)
        end
        break
      end
    end
  end
end

local function cool_down_channels(names, until_ms)
  for _, name in ipairs(names) do
    local channel = load_channel(name)
    local bucket = channel.bucket
    channel.cooldown_until = math.max(channel.cooldown_until, math.ceil(until_ms))
    channel.set['cooldown:' .. bucket.cooldown_ends] = channel.cooldown_until
    bucket.changes_until = math.max(bucket.changes_until, channel.cooldown_until)
    redis.call('HSET', bucket.key, 'channel_cooldown', bucket.cooldown_ends .. ':' .. channel.cooldown_until)
  end
end

local function save_channel(channel)
  local values = {}
  for member, at in pairs(channel.set) do
    values[#values + 1] = at
    values[#values + 1] = member
  end
  if #values > 0 then in_batches('ZADD', channel.redis_key, values) end
  in_batches('ZREM', channel.redis_key, channel.removed)
  if #values == 0 and #channel.removed == 0 then return end
  local until_ms = channel.cooldown_until
  if #channel.entries > 0 then until_ms = math.max(until_ms, channel.entries[#channel.entries].at) end
  local index_key = channels_key(channel.bucket)
  if until_ms <= now then
    redis.call('ZREM', index_key, channel.key)
    return
  end
  redis.call('PEXPIRE', channel.redis_key, math.ceil(until_ms - now))
  redis.call('ZADD', index_key, until_ms, channel.key)
  new_keys[index_key] = true
  channel.bucket.is_index_changed = true
end

-- Before `save`, which writes the buckets.
local function save_channels()
  for _, channel in pairs(channels) do save_channel(channel) end
  for _, bucket in pairs(buckets) do
    if bucket.is_index_changed then redis.call('ZREMRANGEBYSCORE', channels_key(bucket), '-inf', now) end
    local fullest = bucket.fullest
    if fullest and fullest.is_changed then
      redis.call('HSET', bucket.key, 'fullest',
        string.format('%d:%d:%s', fullest.used, fullest.until_ms, fullest.key))
    end
  end
end
