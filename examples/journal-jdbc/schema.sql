-- Logins and the steps after them, one row each. For PostgreSQL 13 or later, and H2 2.
create table login_events (
  id uuid primary key,
  recorded_at timestamp with time zone not null,
  -- The id that the caller sees: "instance" of a problem, and "http.request.id" in the log.
  request_id varchar(64) not null,
  -- "login", or the step, such as "mfa-verification".
  step varchar(40) not null,
  outcome varchar(40) not null,
  client_address varchar(45) not null,
  -- HMAC-SHA-256 of the user's name, cut to 128 bits; null where a step names no user.
  user_hash char(32),
  -- The provider's own request id, to find the login in its logs.
  upstream_id varchar(128),
  elapsed_ms bigint not null
);
create index login_events_recorded_at on login_events (recorded_at);
create index login_events_user_hash on login_events (user_hash, recorded_at);
