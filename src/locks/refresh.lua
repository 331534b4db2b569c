-- Creates the state after a loss, so that the wait begins now and not with the first lock; else keeps it.
opening_time(now_ms())
return 1
