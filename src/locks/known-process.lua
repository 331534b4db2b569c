-- Returns the mark of the process that keeps the locks of this account, as far as its state says.
return redis.call('HGET', KEYS[1], 'process')
