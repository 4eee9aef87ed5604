package dev.portcullis.adapters.http.session;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.session.Session.Person;
import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.domain.token.IdToken;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Tokens;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sessions of all browsers. Each is stored completely in its browser's cookie; only the ids of
 * sessions that this instance has ended are kept here. Safe for concurrent use.
 */
public final class Sessions {

  private static final int MOST_ENDED = 100_000;
  private static final int ID_BYTES = 16;

  /** The assumed lifetime of an access token without {@code expires_in}. */
  private static final Duration DEFAULT_LIFE = Duration.ofMinutes(5);

  private final SecureRandom random = new SecureRandom();
  private final Seal seal;
  private final Cookie cookie;
  private final SessionSettings settings;
  private final InstantSource time;
  private final Map<String, Instant> ended = new LinkedHashMap<>();

  /** No session has been ended yet. */
  public Sessions(SessionSettings settings, InstantSource time) {
    this.seal = new Seal(settings.keys(), "portcullis-session");
    this.cookie = Cookie.session(settings.domain());
    this.settings = settings;
    this.time = time;
  }

  /** Why there is no session although the login was granted. */
  public enum Fault {
    /** The provider issued no ID token that identifies the user. */
    NO_USER,
    /** It is larger than a cookie may be. */
    TOO_LARGE
  }

  /** A new session, independent of anything that the browser sent before. */
  public Either<Fault, Session> begin(Tokens tokens) {
    Instant now = time.instant();
    return tokens
        .idToken()
        .flatMap(Sessions::person)
        .toEither(Fault.NO_USER)
        .map(
            person ->
                new Session(
                    newId(),
                    person,
                    tokens.accessToken(),
                    now.plus(tokens.expiresIn().getOrElse(DEFAULT_LIFE)),
                    tokens.refreshToken(),
                    now,
                    now));
  }

  /** The same session with the tokens of a renewal. */
  public Session renewed(Session session, Tokens tokens) {
    Instant now = time.instant();
    return new Session(
        session.id(),
        tokens
            .idToken()
            .flatMap(Sessions::person)
            .filter(person -> person.subject().equals(session.person().subject()))
            .getOrElse(session.person()),
        tokens.accessToken(),
        now.plus(tokens.expiresIn().getOrElse(DEFAULT_LIFE)),
        tokens.refreshToken().orElse(session.refreshToken()),
        session.startedAt(),
        now);
  }

  /** The current time. */
  public Instant now() {
    return time.instant();
  }

  /** The header line that gives the session to the browser. */
  public Either<Fault, Reply.Header> cookie(Session session) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .jwtID(session.id())
            .subject(session.person().subject())
            .claim("at", session.accessToken().value())
            .claim("ae", session.accessEnds().getEpochSecond())
            .claim("sa", session.startedAt().getEpochSecond())
            .issueTime(Date.from(session.seenAt()));
    session.refreshToken().forEach(token -> claims.claim("rt", token.value()));
    session.person().email().forEach(email -> claims.claim("email", email));
    session.person().name().forEach(name -> claims.claim("name", name));
    if (session.person().emailVerified()) {
      claims.claim("ev", true);
    }
    Duration life = Duration.between(session.seenAt(), end(session));
    Reply.Header header = cookie.with(seal.close(claims.build()), life);
    return Cookie.fits(header) ? Either.right(header) : Either.left(Fault.TOO_LARGE);
  }

  /** The header line that removes the session from the browser. */
  public Reply.Header gone() {
    return cookie.gone();
  }

  /** The session that a request carries, if it has not ended. */
  public Option<Session> of(GatewayRequest request) {
    return cookie.of(request).flatMap(seal::open).flatMap(Sessions::read).filter(this::goesOn);
  }

  private boolean goesOn(Session session) {
    Instant now = time.instant();
    synchronized (ended) {
      if (ended.containsKey(session.id())) {
        return false;
      }
    }
    return now.isBefore(end(session));
  }

  /** When the session ends if it is not used again. */
  public Instant end(Session session) {
    Instant idle = session.seenAt().plus(settings.idle());
    Instant most = lastEnd(session);
    return idle.isBefore(most) ? idle : most;
  }

  /** When the session ends at the latest. */
  public Instant lastEnd(Session session) {
    Instant most = session.startedAt().plus(settings.lifetime());
    return session.refreshToken().isEmpty() && session.accessEnds().isBefore(most)
        ? session.accessEnds()
        : most;
  }

  /** The session with its idle time restarted, once a tenth of it has passed; otherwise none. */
  public Option<Session> touched(Session session) {
    Instant now = time.instant();
    return now.isBefore(session.seenAt().plus(settings.idle().dividedBy(10)))
        ? Option.none()
        : Option.of(session.seen(now));
  }

  /** Ends a session on this instance, including copies of its cookie. */
  public void end(String id) {
    Instant now = time.instant();
    synchronized (ended) {
      ended.values().removeIf(until -> !until.isAfter(now));
      if (ended.size() >= MOST_ENDED) {
        ended.remove(ended.keySet().iterator().next());
      }
      ended.put(id, now.plus(settings.lifetime()));
    }
  }

  private String newId() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * The user an ID token is about. Its signature is not verified: it came from the token endpoint
   * itself, over TLS (OpenID Connect Core section 3.1.3.7, item 6).
   */
  private static Option<Person> person(IdToken token) {
    try {
      JWTClaimsSet claims = JWTParser.parse(token.value()).getJWTClaimsSet();
      return Option.of(claims.getSubject())
          .filter(subject -> !subject.isBlank())
          .map(
              subject ->
                  new Person(
                      subject,
                      text(claims, "email"),
                      Boolean.TRUE.equals(claims.getClaim("email_verified")),
                      text(claims, "name")));
    } catch (ParseException e) {
      return Option.none();
    }
  }

  private static Option<Session> read(JWTClaimsSet claims) {
    try {
      return Option.of(
          new Session(
              claims.getJWTID(),
              new Person(
                  claims.getSubject(),
                  text(claims, "email"),
                  Boolean.TRUE.equals(claims.getClaim("ev")),
                  text(claims, "name")),
              new AccessToken(claims.getStringClaim("at")),
              Instant.ofEpochSecond(claims.getLongClaim("ae")),
              text(claims, "rt").map(RefreshToken::new),
              Instant.ofEpochSecond(claims.getLongClaim("sa")),
              claims.getIssueTime().toInstant()));
    } catch (ParseException | RuntimeException e) {
      // Sealed by another version of ours.
      return Option.none();
    }
  }

  private static Option<String> text(JWTClaimsSet claims, String name) {
    return claims.getClaim(name) instanceof String text && !text.isEmpty()
        ? Option.of(text)
        : Option.none();
  }
}
