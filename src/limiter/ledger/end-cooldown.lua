-- An operator ends the cooldown of a quota. The count tells the replicas to end the one in their memory too.
if epoch ~= input.epoch then
  return cjson.encode({ epoch = epoch or '' })
end
expire_leases()
suspend_silent_replicas()
local bucket = load_bucket(input.quota)
bucket.cooldown_until = 0
bucket.cooldown_ends = bucket.cooldown_ends + 1
save()
return cjson.encode({ epoch = epoch })
