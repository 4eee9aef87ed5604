package dev.portcullis.emulator.page;

import dev.portcullis.emulator.accounts.PasswordResets;
import dev.portcullis.emulator.control.MovableClock;
import dev.portcullis.emulator.http.NextAnswers;
import dev.portcullis.emulator.http.ReceivedRequest;
import dev.portcullis.emulator.log.TenantLog;
import dev.portcullis.emulator.mfa.Mfa;
import dev.portcullis.emulator.protection.LoginGuard;
import dev.portcullis.emulator.tenant.TenantConfiguration;
import dev.portcullis.emulator.users.Outbox;
import dev.portcullis.emulator.users.UserStore;
import java.util.List;
import java.util.function.Supplier;

/** What the page shows and changes. */
public record Workings(
    TenantConfiguration tenant,
    UserStore users,
    LoginGuard guard,
    Mfa mfa,
    TenantLog log,
    Outbox outbox,
    PasswordResets resets,
    MovableClock clock,
    NextAnswers nextAnswers,
    Supplier<List<ReceivedRequest>> received,
    Runnable reset) {}
