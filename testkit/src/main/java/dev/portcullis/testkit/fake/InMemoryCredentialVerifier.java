package dev.portcullis.testkit.fake;

import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderReply;
import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.domain.token.Tokens;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A provider in memory: refuses unknown users and decides about known ones as configured. */
public final class InMemoryCredentialVerifier implements CredentialVerifier {

  private final Map<String, Credentials> users = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private volatile Verdict rightPassword = granted("access-token-of-a-test");
  private volatile @Nullable ProviderFault fault;

  /**
   * One call.
   *
   * @param client from where it was asked
   */
  public record Asked(LoginIdentifier identifier, GrantRequest request, ClientAddress client) {}

  /** Knows this user from now on, by this password alone. */
  public InMemoryCredentialVerifier knowing(Credentials user) {
    users.put(user.identifier().value(), user);
    return this;
  }

  /** Answers the right password with this instead of a grant. */
  public InMemoryCredentialVerifier answering(Verdict verdict) {
    this.rightPassword = verdict;
    return this;
  }

  /** Fails every call from now on. */
  public InMemoryCredentialVerifier failing(ProviderFault reason) {
    this.fault = reason;
    return this;
  }

  @Override
  public ProviderReply<Verdict> verify(
      Credentials credentials, GrantRequest request, ClientAddress client) {
    asked.add(new Asked(credentials.identifier(), request, client));
    ProviderFault reason = fault;
    if (reason != null) {
      return ProviderReply.of(new LoginOutcome.Unanswered(reason));
    }
    return ProviderReply.of(
        isRight(credentials) ? rightPassword : new LoginOutcome.WrongCredentials());
  }

  /** From where it was asked, in order, a snapshot. */
  public List<ClientAddress> clients() {
    return asked.stream().map(Asked::client).toList();
  }

  /** What it was asked, in order, a snapshot. */
  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  /** A grant of this access token and nothing else. */
  public static Verdict granted(String accessToken) {
    return new LoginOutcome.Granted(
        new Tokens(
            new AccessToken(accessToken),
            "Bearer",
            Option.some(Duration.ofDays(1)),
            Option.none(),
            Option.none(),
            Option.none()));
  }

  private boolean isRight(Credentials credentials) {
    Credentials known = users.get(credentials.identifier().value());
    return known != null && known.password().reveal().equals(credentials.password().reveal());
  }
}
