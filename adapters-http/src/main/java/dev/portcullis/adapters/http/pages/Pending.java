package dev.portcullis.adapters.http.pages;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.pages.FormGuard.Visit;
import dev.portcullis.adapters.http.session.Cookie;
import dev.portcullis.adapters.http.session.ReturnTarget;
import dev.portcullis.adapters.http.session.ReturnTargets;
import dev.portcullis.adapters.http.session.Seal;
import dev.portcullis.adapters.http.session.SessionKeys;
import dev.portcullis.domain.mfa.OobCode;
import dev.portcullis.domain.mfa.OtpSecret;
import dev.portcullis.domain.mfa.RecoveryCode;
import dev.portcullis.domain.token.MfaToken;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;

/**
 * A login that waits for its second factor, sealed in a cookie of its own, so that no browser can
 * read the token.
 *
 * @param visit the visit it began in; no other may continue it
 * @param challenge what was last sent to the user
 * @param setUp an authenticator app that has been enrolled but not yet confirmed
 * @param recoveryCodes new ones, to be shown until the factor is confirmed
 */
record Pending(
    MfaToken token,
    String visit,
    Option<ReturnTarget> returnTo,
    Option<Challenge> challenge,
    Option<SetUp> setUp,
    Seq<RecoveryCode> recoveryCodes,
    Instant startedAt) {

  /** As long as Auth0's own mfa_token. */
  private static final Duration LIFETIME = Duration.ofMinutes(10);

  /**
   * A code, or a push notification, on its way.
   *
   * @param prompt whether the user gets a code to type in
   */
  record Challenge(OobCode code, boolean prompt, Option<String> to) {}

  /** What an authenticator app is set up with. */
  record SetUp(OtpSecret secret, OtpSecret uri) {}

  static Pending begin(MfaToken token, Visit visit, Option<ReturnTarget> returnTo, Instant now) {
    return new Pending(
        token, visit.id(), returnTo, Option.none(), Option.none(), Vector.empty(), now);
  }

  Pending with(Challenge sent, Seq<RecoveryCode> codes) {
    return new Pending(token, visit, returnTo, Option.of(sent), Option.none(), codes, startedAt);
  }

  Pending with(SetUp app, Seq<RecoveryCode> codes) {
    return new Pending(token, visit, returnTo, Option.none(), Option.of(app), codes, startedAt);
  }

  @Override
  public String toString() {
    return "Pending[redacted]";
  }

  /** Writes and reads the cookie. */
  static final class Store {

    private final Seal seal;
    private final ReturnTargets targets;
    private final InstantSource time;

    Store(SessionKeys keys, ReturnTargets targets, InstantSource time) {
      this.seal = new Seal(keys, "portcullis-pending");
      this.targets = targets;
      this.time = time;
    }

    /** The header line; none if it is larger than a cookie may be. */
    Option<Reply.Header> cookie(Pending pending) {
      JWTClaimsSet.Builder claims =
          new JWTClaimsSet.Builder()
              .claim("mt", pending.token().value())
              .claim("vi", pending.visit())
              .issueTime(Date.from(pending.startedAt()))
              .claim("rc", pending.recoveryCodes().map(RecoveryCode::value).asJava());
      pending.returnTo().forEach(target -> claims.claim("to", target.text()));
      pending
          .challenge()
          .forEach(
              it ->
                  claims
                      .claim("oc", it.code().value())
                      .claim("op", it.prompt())
                      .claim("on", it.to().getOrElse("")));
      pending
          .setUp()
          .forEach(it -> claims.claim("os", it.secret().value()).claim("ou", it.uri().value()));
      Reply.Header header = Cookie.PENDING.with(seal.close(claims.build()), LIFETIME);
      return Option.of(header).filter(Cookie::fits);
    }

    /** The waiting login of this visit, if it has not expired. */
    Option<Pending> of(GatewayRequest request, Visit visit) {
      return Cookie.PENDING
          .of(request)
          .flatMap(seal::open)
          .flatMap(this::read)
          .filter(it -> it.visit().equals(visit.id()))
          .filter(it -> time.instant().isBefore(it.startedAt().plus(LIFETIME)));
    }

    private Option<Pending> read(JWTClaimsSet claims) {
      try {
        Option<OobCode> code = Option.of(claims.getStringClaim("oc")).map(OobCode::new);
        Option<OtpSecret> secret = Option.of(claims.getStringClaim("os")).map(OtpSecret::new);
        String to = claims.getStringClaim("on");
        return Option.of(
            new Pending(
                new MfaToken(claims.getStringClaim("mt")),
                claims.getStringClaim("vi"),
                Option.of(claims.getStringClaim("to")).flatMap(targets::parse),
                code.map(
                    it ->
                        new Challenge(
                            it,
                            Boolean.TRUE.equals(claims.getClaim("op")),
                            Option.of(to).filter(name -> !name.isEmpty()))),
                secret.isEmpty()
                    ? Option.none()
                    : Option.of(
                        new SetUp(secret.get(), new OtpSecret(claims.getStringClaim("ou")))),
                Vector.ofAll(claims.getStringListClaim("rc")).map(RecoveryCode::new),
                claims.getIssueTime().toInstant()));
      } catch (ParseException | RuntimeException e) {
        // Sealed by another version of ours.
        return Option.none();
      }
    }
  }
}
