-- The entries of a bucket's resting tokens (`{…}:quota:<quota>:resting`) in the order in which they are free. They
-- are read in parts, only as far as they are needed, and all changes are written together when the script ends.
local PART_SIZE = 100
-- Enough for most messages: they need the tokens that are free by now, and the next ones.
local first_part_size = 8
local MAX_ARGUMENTS = 1000

-- The number of the last entry, and the keys that this script may have created: see ledger.lua.
local sequence = 0
local new_keys = {}

-- An entry is { at, tokens, owner }, and has its text in Redis unless it is new.
local function open_entries(bucket)
  bucket.entries, bucket.added, bucket.removed = {}, {}, {}
  bucket.read_count, bucket.read_until = 0, -math.huge
  bucket.is_read = bucket.resting == 0
end

local function in_batches(command, key, values)
  for from = 1, #values, MAX_ARGUMENTS do
    redis.call(command, key, unpack(values, from, math.min(#values, from + MAX_ARGUMENTS - 1)))
  end
end

local function scores_of(key, members)
  local scores = {}
  for from = 1, #members, MAX_ARGUMENTS do
    local found = redis.call('ZMSCORE', key, unpack(members, from, math.min(#members, from + MAX_ARGUMENTS - 1)))
    for index, score in ipairs(found) do scores[members[from + index - 1]] = score end
  end
  return scores
end

local function write_added(bucket, entries)
  local values = {}
  for _, entry in ipairs(entries) do
    sequence = sequence + 1
    values[#values + 1] = entry.at
    values[#values + 1] = string.format('%d:%d:%s', sequence, entry.tokens, entry.owner)
  end
  if #values > 0 then new_keys[bucket.resting_key] = bucket.stored.resting == 0 or nil end
  in_batches('ZADD', bucket.resting_key, values)
end

-- Adds before it removes: a key that is empty in between would lose its expiry.
local function write_entries(bucket)
  write_added(bucket, bucket.added)
  in_batches('ZREM', bucket.resting_key, bucket.removed)
  open_entries(bucket)
end

-- Entries that were added behind the part that has been read are written first, so that they are read in order.
local function read_part(bucket)
  local earlier, later = {}, {}
  for _, entry in ipairs(bucket.added) do
    local list = entry.at <= bucket.read_until and earlier or later
    list[#list + 1] = entry
  end
  write_added(bucket, later)
  bucket.added = earlier
  local size = bucket.read_count == 0 and first_part_size or PART_SIZE
  local last = bucket.read_count + size - 1
  local rows = redis.call('ZRANGE', bucket.resting_key, bucket.read_count, last, 'WITHSCORES')
  for index = 1, #rows, 2 do
    local tokens, owner = string.match(rows[index], '^%d+:(%d+):(.*)$')
    bucket.read_until = tonumber(rows[index + 1])
    bucket.entries[#bucket.entries + 1] = {
      at = bucket.read_until, tokens = tonumber(tokens), owner = owner, text = rows[index],
    }
  end
  bucket.read_count = bucket.read_count + #rows / 2
  bucket.is_read = #rows < 2 * size
end

local function read_until(bucket, at)
  while not bucket.is_read and bucket.read_until <= at do read_part(bucket) end
end

-- Tokens of one owner that are free at the same time share an entry.
local function add_entry(bucket, tokens, at, owner)
  local last = bucket.added[#bucket.added]
  if last and last.at == at and last.owner == owner then
    last.tokens = last.tokens + tokens
    return
  end
  local entry = { at = at, tokens = tokens, owner = owner }
  bucket.changes_until = math.max(bucket.changes_until, at)
  bucket.added[#bucket.added + 1] = entry
  if not bucket.is_read and at > bucket.read_until then return end
  local position = #bucket.entries + 1
  while position > 1 and bucket.entries[position - 1].at > at do position = position - 1 end
  table.insert(bucket.entries, position, entry)
end

local function forget_entry(bucket, entry)
  if entry.text then
    bucket.removed[#bucket.removed + 1] = entry.text
    entry.text = nil
    return
  end
  for index = #bucket.added, 1, -1 do
    if bucket.added[index] == entry then table.remove(bucket.added, index) end
  end
end

-- Removes the entries from one time to another, of one owner if one is given, and returns them.
local function remove_entries(bucket, from, to, owner)
  read_until(bucket, to)
  local removed, kept = {}, {}
  for _, entry in ipairs(bucket.entries) do
    local is_removed = entry.at >= from and entry.at <= to and (not owner or entry.owner == owner)
    local list = is_removed and removed or kept
    list[#list + 1] = entry
    if is_removed then forget_entry(bucket, entry) end
  end
  bucket.entries = kept
  return removed
end

local function each_entry(bucket)
  local index = 0
  return function()
    index = index + 1
    if not bucket.entries[index] and not bucket.is_read then read_part(bucket) end
    return bucket.entries[index]
  end
end

-- Takes tokens of the entries that are free at that time, the last ones first. Returns how many it has taken.
local function take_entries(bucket, tokens, at)
  read_until(bucket, at)
  local left = tokens
  for index = #bucket.entries, 1, -1 do
    local entry = bucket.entries[index]
    if left == 0 then break end
    if entry.at <= at then
      local taken = math.min(entry.tokens, left)
      left = left - taken
      forget_entry(bucket, entry)
      entry.tokens = entry.tokens - taken
      if entry.tokens > 0 then bucket.added[#bucket.added + 1] = entry
      else table.remove(bucket.entries, index) end
    end
  end
  return tokens - left
end

-- Samples of the entries: [so many tokens are free, time], beginning with the first entry. Long lists are sampled
-- by the rank of the entries.
local function sample_entries(bucket, max_samples)
  if not bucket.is_read then read_part(bucket) end
  local first = bucket.entries[1]
  local samples = first and { { first.tokens, first.at } } or {}
  if not bucket.is_read then
    write_entries(bucket)
    local count = redis.call('ZCARD', bucket.resting_key)
    for sample = 2, max_samples do
      local rank = math.ceil(count * (sample - 1) / (max_samples - 1)) - 1
      local entry = redis.call('ZRANGE', bucket.resting_key, rank, rank, 'WITHSCORES')
      local tokens = math.ceil(bucket.resting * (rank + 1) / count)
      samples[sample] = { math.max(first.tokens, tokens), tonumber(entry[2]) }
    end
    return samples
  end
  local sum, step = 0, math.max(1, (#bucket.entries - 1) / (max_samples - 1))
  for index, entry in ipairs(bucket.entries) do
    sum = sum + entry.tokens
    if index > step * #samples then samples[#samples + 1] = { sum, entry.at } end
  end
  return samples
end
