-- One kind of work for wrk, named by WORK; what it measured, as one line of JSON.
local work = os.getenv("WORK")
local task = '{"title":"Buy milk","description":"Two litres"}'
local json = { ["content-type"] = "application/json" }

local function get(path)
  return wrk.format("GET", path)
end

local function one()
  return get("/tasks/" .. math.random(100000))
end

local function create()
  return wrk.format("POST", "/tasks", json, task)
end

local kinds = {
  ["GET by id"] = one,
  ["list of 50"] = function() return get("/tasks?limit=50") end,
  ["POST"] = create,
  ["90/10 mix"] = function()
    if math.random(10) == 1 then return create() end
    return one()
  end,
  ["/health"] = function() return get("/health") end,
}

function init()
  math.randomseed(os.time())
  request = kinds[work]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"microseconds":%d,"p99":%d,"failed":%d}\n',
    summary.requests, summary.duration, latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
