-- Creates the state after a loss, so that the wait begins now and not with the first lock; else keeps it.
return opening_time(now_ms()) and 1 or UNKNOWN_PROCESS
