-- The vendor refused a call in spite of the quota: these quotas grant nothing to any replica for a while.
if epoch ~= input.epoch then
  return cjson.encode({ epoch = epoch or '' })
end
expire_leases()
suspend_silent_replicas()
for _, quota in ipairs(input.quotas) do
  local bucket = load_bucket(quota)
  bucket.cooldown_until = math.max(bucket.cooldown_until, now + input.forMs)
end
cool_down_channels(input.channels or {}, now + input.forMs)
save_channels()
save()
return cjson.encode({ epoch = epoch })
