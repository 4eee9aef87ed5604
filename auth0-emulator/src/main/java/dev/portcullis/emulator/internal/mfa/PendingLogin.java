package dev.portcullis.emulator.internal.mfa;

import dev.portcullis.emulator.internal.users.User;
import java.time.Instant;
import java.util.List;

/** A login whose first step is done: what it will be given after the second. */
public record PendingLogin(
    String clientId,
    User user,
    String audience,
    List<String> requested,
    List<String> granted,
    Instant expires) {}
