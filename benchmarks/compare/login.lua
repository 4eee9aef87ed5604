-- The logins that wrk sends: 256 users at 256 addresses in turn, or with DISTINCT=1 a million of them; as forms, or with JSON=1 as JSON.
local distinct = os.getenv("DISTINCT") == "1"
local json = os.getenv("JSON") == "1"
local headers = { ["Content-Type"] = json and "application/json" or "application/x-www-form-urlencoded" }
local made, turn = {}, 0

local function login(i)
  local user = i == 0 and "alice" or "user" .. i
  if distinct then
    headers["X-Forwarded-For"] = "203." .. (i % 113) .. "." .. math.floor(i / 113) % 256 .. "." .. i % 256
  else
    headers["X-Forwarded-For"] = "203.0.113." .. i
  end
  local body = json and '{"username":"' .. user .. '@example.com","password":"correct horse battery staple"}'
    or "grant_type=password&username=" .. user .. "%40example.com&password=correct+horse+battery+staple"
  return wrk.format("POST", "/api/auth", headers, body)
end

function init()
  if not distinct then
    for i = 0, 255 do made[i] = login(i) end
  end
end

function request()
  turn = turn + 1
  if distinct then return login(turn % 1000000) end
  return made[turn % 256]
end

function done(summary, latency)
  io.write(string.format(
    'RESULT {"requests":%d,"seconds":%.6f,"p50":%.3f,"p99":%.3f,"p999":%.3f,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    latency:percentile(99.9) / 1e3, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
