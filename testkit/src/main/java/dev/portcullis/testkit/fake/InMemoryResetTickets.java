package dev.portcullis.testkit.fake;

import dev.portcullis.application.reset.port.ResetTickets;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.reset.ResetTicket;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Links in memory. */
public final class InMemoryResetTickets implements ResetTickets {

  private final Map<String, String> users = new ConcurrentHashMap<>();
  private volatile @Nullable ProviderFault fault;

  /** Knows this user from now on. */
  public InMemoryResetTickets knowing(String email) {
    users.put(email.toLowerCase(Locale.ROOT), email);
    return this;
  }

  /** Fails every call from now on. */
  public InMemoryResetTickets failing(ProviderFault reason) {
    this.fault = reason;
    return this;
  }

  @Override
  public Either<ProviderFault, Option<ResetTicket>> create(LoginIdentifier identifier) {
    ProviderFault reason = fault;
    return reason != null
        ? Either.left(reason)
        : Either.right(
            Option.of(users.get(identifier.value().toLowerCase(Locale.ROOT)))
                .map(email -> new ResetTicket(email, "https://example.com/lo/reset?ticket=t")));
  }
}
