-- Logins at the demo tenant, each from another address.
--   LOGIN=opaque    an opaque access token, nothing signed
--   LOGIN=openid    the same and an ID token: one RS256 signature
--   LOGIN=api       a signed access token and an ID token: two
--   LOGIN=wrong     a wrong password for another user each time: two log events, and nobody is blocked
local kind = os.getenv("LOGIN") or "openid"
local asks = {
  opaque = "&scope=email",
  openid = "&scope=openid+profile+email",
  api = "&scope=openid&audience=https%3A%2F%2Fapi.example.com",
}
local client = "&client_id=LoginGatewayDemoClient0123456789"
  .. "&client_secret=demo-secret-of-the-login-gateway-not-for-production-use-0000000"
local right = "grant_type=password&username=alice%40example.com&password=correct+horse+battery+staple" .. client
local expected = kind == "wrong" and 403 or 200

wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"

local threads = {}
function setup(thread)
  thread:set("id", #threads)
  table.insert(threads, thread)
end

local n, base = 0, 0
other = 0
function init()
  math.randomseed(os.time() + id)
  base = math.random(0, 2 ^ 24)
end

function request()
  n = n + 1
  local host = (base + n) % 2 ^ 24
  wrk.headers["auth0-forwarded-for"] =
    string.format("10.%d.%d.%d", math.floor(host / 65536), math.floor(host / 256) % 256, host % 256)
  local body = kind == "wrong"
    and "grant_type=password&username=user" .. base .. "." .. n .. "%40example.com&password=guess" .. client
    or right .. asks[kind]
  return wrk.format(nil, nil, nil, body)
end

function response(status)
  if status ~= expected then other = other + 1 end
end

function done()
  local sum = 0
  for _, thread in ipairs(threads) do sum = sum + thread:get("other") end
  print("answers other than " .. expected .. ": " .. sum)
end
