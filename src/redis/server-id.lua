-- The name of this server process: after a crash or a failover it is another one, which may have forgotten.
local function run_id()
  return string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
end
