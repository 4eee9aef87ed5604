package dev.portcullis.emulator.internal.page;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.clock.MovableClock;
import dev.portcullis.emulator.crypto.TokenKeys;
import dev.portcullis.emulator.internal.accounts.PasswordResets;
import dev.portcullis.emulator.internal.configuration.TenantConfiguration;
import dev.portcullis.emulator.internal.http.Handler;
import dev.portcullis.emulator.internal.http.PreparedReplies;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.mfa.Mfa;
import dev.portcullis.emulator.internal.protection.LoginGuard;
import dev.portcullis.emulator.internal.users.Outbox;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.observed.ReceivedRequest;
import dev.portcullis.emulator.tenantfile.TenantFile;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The parts of the running tenant that the page shows and changes. */
public record EmulatorControls(
    TenantConfiguration tenant,
    UserStore users,
    LoginGuard guard,
    Mfa mfa,
    TenantLog log,
    Outbox outbox,
    PasswordResets resets,
    MovableClock clock,
    PreparedReplies prepared,
    Supplier<List<ReceivedRequest>> received,
    Runnable reset,
    Handler endpoints,
    String issuer,
    TokenKeys keys,
    Supplier<TenantFile> export,
    Consumer<TenantFile> replace) {

  /** The address that the page's own calls of the tenant come from. */
  IpLiteral self() {
    return IpLiteral.of("127.0.0.1");
  }
}
