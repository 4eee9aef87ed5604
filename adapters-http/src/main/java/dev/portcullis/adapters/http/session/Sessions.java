package dev.portcullis.adapters.http.session;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.session.Session.Person;
import dev.portcullis.application.journal.SessionFault;
import dev.portcullis.application.session.port.RevokedSessions;
import dev.portcullis.domain.session.SessionFingerprint;
import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.domain.token.IdToken;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Tokens;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;

/**
 * The sessions of all browsers. Each is stored completely in its browser's cookie; what was ended
 * before its time is remembered in {@link RevokedSessions}. Safe for concurrent use.
 */
public final class Sessions {

  private static final int ID_BYTES = 16;

  /** The assumed lifetime of an access token without {@code expires_in}. */
  private static final Duration DEFAULT_LIFE = Duration.ofMinutes(5);

  private final SecureRandom random = new SecureRandom();
  private final Seal seal;
  private final Seal seenSeal;
  private final Cookie cookie;
  private final Cookie seenCookie;
  private final SessionSettings settings;
  private final RevokedSessions revoked;
  private final InstantSource time;

  /** The sessions that these keys have sealed, without those that are revoked. */
  public Sessions(SessionSettings settings, RevokedSessions revoked, InstantSource time) {
    this.seal = new Seal(settings.keys(), "portcullis-session");
    this.seenSeal = new Seal(settings.keys(), "portcullis-seen");
    this.cookie = Cookie.session(settings.domain());
    this.seenCookie = Cookie.seen(settings.domain());
    this.settings = settings;
    this.revoked = revoked;
    this.time = time;
  }

  /** A new session, independent of anything that the browser sent before. */
  public Either<SessionFault, Session> begin(Tokens tokens) {
    Instant now = time.instant();
    return tokens
        .idToken()
        .flatMap(Sessions::person)
        .toEither(SessionFault.NO_USER)
        .map(
            person ->
                new Session(
                    newId(),
                    person,
                    tokens.accessToken(),
                    now.plus(tokens.expiresIn().getOrElse(DEFAULT_LIFE)),
                    tokens.refreshToken(),
                    now,
                    0,
                    now));
  }

  /**
   * The same session with the tokens of a renewal, which is nothing that the user did. Tokens of
   * another user (OpenID Connect Core section 12.2), or too large for the cookie, make no session.
   */
  public Either<SessionFault, Session> renewed(Session session, Tokens tokens) {
    Person person = tokens.idToken().flatMap(Sessions::person).getOrElse(session.person());
    if (!person.subject().equals(session.person().subject())) {
      return Either.left(SessionFault.RENEWED_FOR_ANOTHER_USER);
    }
    Session renewed =
        new Session(
            session.id(),
            person,
            tokens.accessToken(),
            time.instant().plus(tokens.expiresIn().getOrElse(DEFAULT_LIFE)),
            tokens.refreshToken().orElse(session.refreshToken()),
            session.startedAt(),
            session.generation() + 1,
            session.seenAt());
    return cookie(renewed).map(fits -> renewed).toEither(SessionFault.RENEWED_TOO_LARGE);
  }

  /** The current time. */
  public Instant now() {
    return time.instant();
  }

  /** The header line that gives the session to the browser, if it is small enough. */
  public Option<Reply.Header> cookie(Session session) {
    return Option.of(header(sealed(session), session)).filter(Cookie::fits);
  }

  /** The session as the value of its cookie. */
  public String sealed(Session session) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .jwtID(session.id())
            .subject(session.person().subject())
            .claim("at", session.accessToken().value())
            .claim("ae", session.accessEnds().getEpochSecond())
            .claim("sa", session.startedAt().getEpochSecond())
            .claim("ge", session.generation())
            .issueTime(Date.from(session.seenAt()));
    session.refreshToken().forEach(token -> claims.claim("rt", token.value()));
    session.person().email().forEach(email -> claims.claim("email", email));
    session.person().name().forEach(name -> claims.claim("name", name));
    if (session.person().emailVerified()) {
      claims.claim("ev", true);
    }
    return seal.close(claims.build());
  }

  private Reply.Header header(String sealed, Session session) {
    return cookie.with(sealed, Duration.between(time.instant(), lastEnd(session)));
  }

  /** The session in the value of a cookie, whether or not it has ended. */
  public Option<Session> opened(String sealed) {
    return seal.open(sealed).flatMap(Sessions::read);
  }

  /**
   * The header lines that remove the session from the browser. The first is enough where a reply
   * has room for one.
   */
  public Seq<Reply.Header> gone() {
    return Vector.of(cookie.gone(), seenCookie.gone());
  }

  /** The session that a request carries, if it has not ended. */
  public Option<Session> of(GatewayRequest request) {
    return cookie
        .of(request)
        .flatMap(this::opened)
        .map(session -> session.seen(lastSeen(session, request)))
        .filter(session -> time.instant().isBefore(end(session)) && !isRevoked(session));
  }

  /** When the user last did something, by the later of the two cookies. */
  private Instant lastSeen(Session session, GatewayRequest request) {
    return seenCookie
        .of(request)
        .flatMap(seenSeal::open)
        .filter(claims -> session.id().equals(claims.getJWTID()))
        .flatMap(claims -> Option.of(claims.getIssueTime()))
        .map(Date::toInstant)
        .getOrElse(session.seenAt());
  }

  /** Whether a session has been ended before its time. */
  public boolean isRevoked(Session session) {
    return fingerprints("revoked session " + session.id()).exists(revoked::contains);
  }

  /**
   * The names under which the result of a renewal is kept, the one to keep it under first.
   *
   * @param generation that of the renewed session
   */
  public Seq<SessionFingerprint> renewal(Session session, int generation) {
    return fingerprints("renewed session " + generation + " " + session.id());
  }

  /**
   * The name of the next renewal, the same for instances whose keys are not in the same order while
   * they are rotated. The session's id is random, so that its hash needs no key.
   */
  public SessionFingerprint nextRenewal(Session session) {
    String text = "next renewal " + (session.generation() + 1) + " " + session.id();
    try {
      return new SessionFingerprint(
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(
                  MessageDigest.getInstance("SHA-256")
                      .digest(text.getBytes(StandardCharsets.UTF_8))));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** One for each key, because another key may have been the first when it was stored. */
  private Seq<SessionFingerprint> fingerprints(String text) {
    return settings
        .keys()
        .tags(text)
        .map(tag -> Base64.getUrlEncoder().withoutPadding().encodeToString(tag))
        .map(SessionFingerprint::new);
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

  /**
   * The session with its idle time restarted, if the request shows that the user is there and a
   * tenth of that time has passed; otherwise none.
   */
  public Option<Session> touched(Session session, GatewayRequest request) {
    Instant now = time.instant();
    boolean due = !now.isBefore(session.seenAt().plus(settings.idle().dividedBy(10)));
    return due && settings.activity().shows(request) ? Option.of(session.seen(now)) : Option.none();
  }

  /** The header line that tells the browser when the session's user last did something. */
  public Reply.Header seenCookie(Session session) {
    return seenCookie.with(
        seenSeal.close(
            new JWTClaimsSet.Builder()
                .jwtID(session.id())
                .issueTime(Date.from(session.seenAt()))
                .build()),
        Duration.between(time.instant(), lastEnd(session)));
  }

  /** Ends a session, including copies of its cookie, as durably as the store remembers it. */
  public void revoke(Session session) {
    boolean unused =
        revoked.revoke(
            fingerprints("revoked session " + session.id()).head(),
            time.instant().plus(settings.lifetime()));
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
              claims.getIntegerClaim("ge"),
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
