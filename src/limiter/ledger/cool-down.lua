-- The vendor refused in spite of the quota: nothing is granted to anybody before.
if epoch ~= input.epoch then
  return cjson.encode({ epoch = epoch or '' })
end
expire()
set_aside()
for _, quota in ipairs(input.quotas) do
  local bucket = bucket_of(quota)
  bucket.paused = math.max(bucket.paused, now + input.forMs)
end
save()
return cjson.encode({ epoch = epoch })
