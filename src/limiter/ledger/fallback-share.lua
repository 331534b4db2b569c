-- The fallback shares of the replicas, in `{…}:quota:<quota>:shares`, by replica: how many tokens it may use
-- without Redis. The ledger confirms a share to a replica only as far as no other replica has it, so all
-- shares together never exceed the limit, whatever the settings and the number of the replicas.

local function load_shares(bucket)
  if bucket.others_shares then return end
  bucket.others_shares, bucket.share = 0, 0
  local rows = redis.call('HGETALL', bucket.shares_key)
  for index = 1, #rows, 2 do
    if rows[index] == input.replica then bucket.share = tonumber(rows[index + 1])
    else bucket.others_shares = bucket.others_shares + rows[index + 1] end
  end
end

-- Confirms, of the shares that this replica wants, what no other replica has. Returns [quota, tokens] of each.
local function confirm_shares()
  local confirmed = {}
  for quota, wanted in pairs(input.wantedShares) do
    local bucket = load_bucket(quota)
    load_shares(bucket)
    bucket.share = math.max(0, math.min(wanted, bucket.limit - bucket.others_shares))
    redis.call('HSET', bucket.shares_key, input.replica, bucket.share)
    new_keys[bucket.shares_key] = true
    confirmed[#confirmed + 1] = { quota, bucket.share }
  end
  return confirmed
end
