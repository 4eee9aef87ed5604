package dev.portcullis.emulator.junit;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.observed.LogEvent;
import dev.portcullis.emulator.observed.LoginBlock;
import dev.portcullis.emulator.observed.ReceivedRequest;
import dev.portcullis.emulator.observed.SentMail;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;

/** Assertions on what a tenant received, logged and blocks; a failure shows the actual state. */
public final class TenantAssert extends AbstractAssert<TenantAssert, EmulatedTenant> {

  private static final Set<String> LOGINS =
      Set.of("password", "http://auth0.com/oauth/grant-type/password-realm");

  TenantAssert(EmulatedTenant tenant) {
    super(tenant, TenantAssert.class);
  }

  /** Some event of that type, like {@code sepft}, is in the log; continues with those events. */
  public LoggedAssert hasLogged(String type) {
    return new LoggedAssert(actual.logs())
        .narrowed("of type " + type, event -> event.type().code().equals(type));
  }

  /** No event of that type is in the log. */
  public TenantAssert hasNotLogged(String type) {
    List<LogEvent> found =
        actual.logs().stream().filter(event -> event.type().code().equals(type)).toList();
    if (!found.isEmpty()) {
      failWithMessage(
          "Expected no event of type %s in the log, but there is:%s",
          type, lines(found, LoggedAssert::line));
    }
    return this;
  }

  /** Brute-force protection blocks the identifier from that address. */
  public TenantAssert isBlocked(String identifier, String address) {
    if (!blocked(identifier, address)) {
      failWithMessage(
          "Expected %s to be blocked from %s, but the blocks are:%s",
          identifier, address, lines(blocks(), TenantAssert::line));
    }
    return this;
  }

  /** Brute-force protection does not block the identifier from that address. */
  public TenantAssert isNotBlocked(String identifier, String address) {
    if (blocked(identifier, address)) {
      failWithMessage(
          "Expected %s not to be blocked from %s, but the blocks are:%s",
          identifier, address, lines(blocks(), TenantAssert::line));
    }
    return this;
  }

  /** Suspicious IP throttling refuses the address. */
  public TenantAssert isThrottled(String address) {
    return throttling(address, true);
  }

  /** Suspicious IP throttling does not refuse the address. */
  public TenantAssert isNotThrottled(String address) {
    return throttling(address, false);
  }

  /** Exactly that many logins were submitted, with any outcome. */
  public TenantAssert receivedLogins(int expected) {
    List<ReceivedRequest> logins =
        actual.received().stream()
            .filter(request -> request.grantType().filter(LOGINS::contains).isPresent())
            .toList();
    if (logins.size() != expected) {
      failWithMessage(
          "Logins: expected %d, but was %d:%s",
          expected, logins.size(), lines(logins, TenantAssert::line));
    }
    return this;
  }

  /** No request was received. */
  public TenantAssert receivedNothing() {
    if (!actual.received().isEmpty()) {
      failWithMessage(
          "Expected no request, but there is:%s", lines(actual.received(), TenantAssert::line));
    }
    return this;
  }

  /** Some mail or message of that kind went to that address or number. */
  public TenantAssert hasSent(SentMail.Kind kind, String to) {
    if (actual.mails().stream().noneMatch(mail -> mail.kind() == kind && mail.to().equals(to))) {
      failWithMessage(
          "Expected a mail %s to %s, but sent is:%s",
          kind, to, lines(actual.mails(), mail -> mail.kind() + " to " + mail.to()));
    }
    return this;
  }

  private TenantAssert throttling(String address, boolean expected) {
    IpLiteral source = address(address);
    if (actual.emulator().tenant().throttled(source) != expected) {
      failWithMessage(
          "Expected %s %s throttled, but it is%s; the log:%s",
          address,
          expected ? "to be" : "not to be",
          expected ? " not" : "",
          lines(actual.logs(), LoggedAssert::line));
    }
    return this;
  }

  private boolean blocked(String identifier, String address) {
    IpLiteral source = address(address);
    return blocks().stream().anyMatch(block -> block.applies(identifier, source));
  }

  private List<LoginBlock> blocks() {
    return actual.emulator().tenant().blocks();
  }

  private static IpLiteral address(String text) {
    return IpLiteral.parse(text)
        .orElseThrow(
            () -> new IllegalArgumentException("address: " + text + " (expected: an IP address)"));
  }

  private static String line(LoginBlock block) {
    return block.identifier()
        + " from "
        + block.address().map(IpLiteral::text).orElse("every address");
  }

  private static String line(ReceivedRequest request) {
    return "%s %s %s %s: %d%s"
        .formatted(
            request.method(),
            request.path(),
            request.grantType().orElse(""),
            request.username().orElse(""),
            request.status(),
            request.trust().isEmpty() ? "" : " (" + request.trust() + ")");
  }

  static <T> String lines(List<T> items, Function<? super T, String> line) {
    return items.isEmpty()
        ? " none"
        : items.stream().map(item -> "\n  " + line.apply(item)).collect(Collectors.joining());
  }
}
