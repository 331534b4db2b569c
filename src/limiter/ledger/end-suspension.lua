-- An operator ends the suspended share of a quota, because its replica has ended. The last calls of the replica
-- reach the vendor within a lease, so its tokens are in flight until then.
if epoch ~= input.epoch then
  return cjson.encode({ epoch = epoch or '' })
end
expire_leases()
suspend_silent_replicas()

-- Returns the draws of a suspended share that remain, and the tokens of the quota.
local function split_share(grant)
  local remaining, ended = {}, nil
  for quota, tokens in each_draw(string.match(grant, '|(.*)$')) do
    if quota == input.quota then ended = tokens
    else remaining[#remaining + 1] = quota .. '=' .. tokens end
  end
  return table.concat(remaining, ';'), ended
end

local function end_share(replica, grant)
  local remaining, tokens = split_share(grant)
  if not tokens then return false end
  local until_ms = tonumber(redis.call('ZSCORE', in_flight_key, grant))
  redis.call('ZADD', in_flight_key, math.min(until_ms, now + longest_lease),
    string.format('%s:0:1|%s=%s', replica, input.quota, tokens))
  redis.call('ZREM', in_flight_key, grant)
  if remaining == '' then forget_replica(replica)
  else
    local rest = string.format('%s:0:0|%s', replica, remaining)
    redis.call('ZADD', in_flight_key, until_ms, rest)
    redis.call('HSET', suspended_key, replica, rest)
  end
  local bucket = load_bucket(input.quota)
  forget_share(bucket, replica)
  bucket.changes_until = math.max(bucket.changes_until, now)
  -- a replica that joins later must not suspend it again
  if replica == LOST then bucket.claimed_shares = math.max(bucket.claimed_shares, bucket.lost_shares) end
  return true
end

local is_ended = false
local rows = redis.call('HGETALL', suspended_key)
for index = 1, #rows, 2 do
  local replica = rows[index]
  if input.silentReplica == replica or input.silentReplica == redis.call('HGET', names_key, replica) then
    is_ended = end_share(replica, rows[index + 1]) or is_ended
  end
end
save()
return cjson.encode({ epoch = epoch, isEnded = is_ended })
