package dev.portcullis.emulator.internal.mfa;

import dev.portcullis.emulator.internal.users.User;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A login whose password was right: what it is granted once the second factor is verified. */
public record PendingLogin(
    String clientId,
    User user,
    String audience,
    List<String> requested,
    List<String> granted,
    Optional<String> organizationId,
    Instant expires) {}
