-- The accounts with a recent shortage, each followed by the time of its last note.
return redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
