package dev.portcullis.testkit;

import dev.portcullis.application.journal.AddressDecision;
import dev.portcullis.domain.address.AddressResolution;
import dev.portcullis.domain.address.AddressResolution.Via;
import dev.portcullis.domain.address.AddressResolver;
import dev.portcullis.domain.address.AddressResolver.Explanation;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.IpRange;
import dev.portcullis.domain.address.IpRangeSet;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.LoginAttempt;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.login.Password;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.login.Requester;
import io.vavr.collection.Vector;
import io.vavr.control.Validation;

/**
 * Values for tests. Addresses are of RFC 5737 and RFC 3849, names of example.com.
 *
 * <p>{@code anAttempt().by("ada@example.com").from("198.51.100.7").build()}
 */
public final class Fixtures {

  private Fixtures() {}

  /** An attempt by ada@example.com from 203.0.113.7, unless set otherwise. */
  public static AttemptBuilder anAttempt() {
    return new AttemptBuilder();
  }

  public static Credentials credentials(String identifier, String password) {
    return new Credentials(identifier(identifier), password(password));
  }

  public static LoginIdentifier identifier(String value) {
    return valid(LoginIdentifier.of(value));
  }

  public static Password password(String text) {
    return valid(Password.of(text));
  }

  public static IpAddress address(String literal) {
    return IpAddress.parse(literal)
        .getOrElseThrow(() -> new IllegalArgumentException("not an address: " + literal));
  }

  /** A requester who connects directly from {@code literal}. */
  public static Requester requester(String literal) {
    return new Requester(new RequestId("request-1"), client(literal), Via.PEER);
  }

  /**
   * The client address of a client that connects directly from {@code literal}, reserved or not.
   */
  public static ClientAddress client(String literal) {
    AddressResolver direct =
        new AddressResolver(
            ClientAddressPolicy.direct().withPrivateResult(new PrivateResult.Allow()));
    RequestOrigin origin =
        RequestOrigin.of(new Peer.Inet(address(literal)), RequestOrigin.HeaderLines.NONE);
    return switch (direct.resolve(origin)) {
      case AddressResolution.Resolved(var address, var via) -> address;
      case AddressResolution.Rejected(var reason) ->
          throw new IllegalArgumentException(literal + ": " + reason.explanation());
    };
  }

  /**
   * The explained decision about a request with this {@code X-Forwarded-For} from a trusted proxy
   * at 127.0.0.1.
   */
  public static AddressDecision decision(String forwardedFor) {
    AddressResolver resolver =
        new AddressResolver(
            ClientAddressPolicy.behind(IpRangeSet.of(IpRange.parse("127.0.0.0/8").toVector()))
                .withPrivateResult(new PrivateResult.Allow()));
    Explanation explanation =
        resolver.explain(
            RequestOrigin.of(
                new Peer.Inet(address("127.0.0.1")),
                name -> name.equals("X-Forwarded-For") ? Vector.of(forwardedFor) : Vector.empty()));
    return new AddressDecision(
        new RequestId("request-1"),
        "web",
        "v1",
        resolver.policy().source(),
        explanation.resolution(),
        explanation.trace());
  }

  private static <T> T valid(Validation<String, T> validation) {
    return validation.fold(
        problem -> {
          throw new IllegalArgumentException(problem);
        },
        value -> value);
  }

  /** Builds a {@link LoginAttempt}. */
  public static final class AttemptBuilder {

    private String id = "attempt-1";
    private String identifier = "ada@example.com";
    private String password = "correct horse battery staple";
    private String address = "203.0.113.7";
    private String listener = Requester.USERS;

    private AttemptBuilder() {}

    public AttemptBuilder withId(String value) {
      this.id = value;
      return this;
    }

    public AttemptBuilder by(String value) {
      this.identifier = value;
      return this;
    }

    public AttemptBuilder withPassword(String value) {
      this.password = value;
      return this;
    }

    public AttemptBuilder from(String value) {
      this.address = value;
      return this;
    }

    /** At this listener; {@code users} unless set otherwise. */
    public AttemptBuilder at(String value) {
      this.listener = value;
      return this;
    }

    public LoginAttempt build() {
      return new LoginAttempt(
          new Requester(new RequestId(id), client(address), Via.PEER, listener),
          credentials(identifier, password));
    }
  }
}
