-- The leases of clients: grants named ":id|draws" in `{…}:in_flight`, so that they outlive the replica that
-- asked for them. `{…}:leases` has for each id its client, its draws and its length, as JSON.

-- A replica that falls back waits for the longest lease of which it has been told. So a longer one is granted
-- only when every replica that is not silent has been told; one step covers all lengths that are allowed.
local function announce_hold(hold_ms, max_hold_ms)
  if hold_ms <= longest_lease then return 0 end
  if hold_ms <= longest_hold then return math.max(0, hold_from - now) end
  longest_hold, hold_from = max_hold_ms, now + silent_after_ms
  redis.call('HSET', account, 'hold', longest_hold, 'hold_from', hold_from)
  return silent_after_ms
end

local function read_lease(id)
  local row = redis.call('HGET', leases_key, id)
  return row and cjson.decode(row)
end

local function lease_grant(id, draws)
  return ':' .. id .. '|' .. draws
end

local function add_lease(id, client, draws, start, hold_ms)
  local row = { client = client, draws = draws, holdMs = hold_ms }
  redis.call('HSET', leases_key, id, cjson.encode(row))
  redis.call('ZADD', in_flight_key, math.ceil(start + hold_ms), lease_grant(id, draws))
  new_keys[leases_key], new_keys[in_flight_key] = true, true
end

-- Returns for each end whether the client had the lease.
local function end_leases(ends)
  local ended = {}
  for index, lease_end in ipairs(ends) do
    local id, client, how = unpack(lease_end)
    local lease = read_lease(id)
    ended[index] = lease and lease.client == client or false
    if ended[index] and how ~= 'held' then
      local grant = lease_grant(id, lease.draws)
      local start = tonumber(redis.call('ZSCORE', in_flight_key, grant)) - lease.holdMs
      for quota, tokens in each_draw(lease.draws) do
        local bucket = load_bucket(quota)
        start_resting(bucket, tonumber(tokens), how == 'answered' and now + bucket.window or start, '')
      end
      redis.call('ZREM', in_flight_key, grant)
      is_in_flight_reduced = true
      redis.call('HDEL', leases_key, id)
    end
  end
  return ended
end

local function list_leases()
  local leases = {}
  local rows = redis.call('HGETALL', leases_key)
  for index = 1, #rows, 2 do
    local lease = cjson.decode(rows[index + 1])
    local ends_at = tonumber(redis.call('ZSCORE', in_flight_key, lease_grant(rows[index], lease.draws)))
    leases[#leases + 1] = { rows[index], lease.client, lease.draws, ends_at - now }
  end
  return leases
end

-- A new epoch does not know the leases of the lost one. Every replica tells those that it knows of.
local function restore_leases(leases)
  for _, lease in ipairs(leases) do
    local id, client, draws, left_ms = unpack(lease)
    if redis.call('HEXISTS', leases_key, id) == 0 then
      for quota, tokens in each_draw(draws) do
        load_bucket(quota).free = load_bucket(quota).free - tokens
      end
      add_lease(id, client, draws, now, left_ms)
    end
  end
end
