package com.example.audit.adapters.jdbc;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** One row of {@code login_events}, without any secret. */
record LoginRecord(
    UUID id,
    Instant recordedAt,
    String requestId,
    String step,
    String outcome,
    String clientAddress,
    Optional<String> userHash,
    Optional<String> upstreamId,
    long elapsedMillis) {}
