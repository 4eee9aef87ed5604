package dev.portcullis.emulator.internal.mfa;

import dev.portcullis.emulator.internal.oauth.Refusal;
import dev.portcullis.emulator.internal.protection.Counted;
import dev.portcullis.emulator.internal.protection.RateLimiter;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.store.Table;
import dev.portcullis.emulator.internal.users.Outbox;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.Factor;
import dev.portcullis.emulator.tenant.MfaPolicy;
import dev.portcullis.emulator.tenant.Secret;
import dev.portcullis.emulator.tenant.UserDefinition;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.bouncycastle.util.encoders.Base32;

/**
 * The second step of logins: mfa tokens (10 minutes), challenges (5 minutes) and codes, each good
 * once; ten wrong codes and then one every six minutes. Safe for many threads.
 */
public final class Mfa {

  private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(10);
  private static final Duration CODE_LIFETIME = Duration.ofMinutes(5);
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(5);
  private static final int GUESSES = 10;
  private static final Duration GUESS_REFILL = Duration.ofMinutes(6);
  private static final int CAPACITY = 10_000;
  private static final String TOKEN_PREFIX = "Fe26.2*";

  private final Outbox outbox;
  private final InstantSource clock;
  private final SecureRandom random;
  private final RateLimiter<String> guesses;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, List<Authenticator>> enrolled = new HashMap<>();
  private final Map<String, Long> usedSteps = new HashMap<>();
  private final Map<String, PendingLogin> pending = new LinkedHashMap<>();
  private final Map<String, Challenge> challenges = new LinkedHashMap<>();

  private final Table<String, Enrolled> enrolledTable;
  private final Table<String, Long> usedStepTable;
  private final Table<String, PendingLogin> pendingTable;
  private final Table<String, Challenge> challengeTable;

  /** What the store has of second steps, and the factors of the seed. */
  public Mfa(
      List<UserDefinition> users,
      Outbox outbox,
      InstantSource clock,
      SecureRandom random,
      Store store) {
    this.outbox = outbox;
    this.clock = clock;
    this.random = random;
    this.guesses =
        new RateLimiter<>(clock, store.table("mfa-guesses", String.class, Counted.class));
    this.enrolledTable = store.table("mfa-enrolled", String.class, Enrolled.class);
    this.usedStepTable = store.table("mfa-used-steps", String.class, Long.class);
    this.pendingTable = store.table("mfa-pending", String.class, PendingLogin.class);
    this.challengeTable = store.table("mfa-challenges", String.class, Challenge.class);
    enrolledTable.load().forEach((id, stored) -> enrolled.put(id, new ArrayList<>(stored.all())));
    usedSteps.putAll(usedStepTable.load());
    pending.putAll(pendingTable.load());
    challenges.putAll(challengeTable.load());
    users.forEach(user -> user.factors().forEach(factor -> enrol(user.userId(), factor, true)));
  }

  /** Whether a login of this user has a second step. */
  public boolean required(User user, MfaPolicy policy) {
    return switch (policy) {
      case NEVER -> false;
      case WHEN_ENROLLED -> hasActiveFactor(user.userId());
      case ALWAYS -> true;
    };
  }

  /** Keeps a login until its second step. */
  public Refusal.MfaRequired begin(
      String clientId, User user, String audience, List<String> requested, List<String> granted) {
    String token = TOKEN_PREFIX + randomText(48);
    PendingLogin login =
        new PendingLogin(
            clientId, user, audience, requested, granted, clock.instant().plus(TOKEN_LIFETIME));
    lock.lock();
    try {
      put(pending, pendingTable, token, login);
    } finally {
      lock.unlock();
    }
    List<String> challenge =
        active(user.userId()).map(Authenticator::requirement).distinct().toList();
    return new Refusal.MfaRequired(
        Secret.of(token),
        challenge,
        challenge.isEmpty() ? List.of("otp", "phone", "email", "push-notification") : List.of());
  }

  /** The login of an mfa token, whichever application it was given to. */
  public Found find(String token) {
    lock.lock();
    try {
      PendingLogin login = pending.get(token);
      if (login == null) {
        return new NotFound(new Refusal.MalformedMfaToken());
      }
      return clock.instant().isBefore(login.expires())
          ? new Open(login)
          : new NotFound(new Refusal.ExpiredMfaToken());
    } finally {
      lock.unlock();
    }
  }

  /** The same, if it was given to this application. */
  public Found find(String token, String clientId) {
    Found found = find(token);
    return found instanceof Open open && !open.login().clientId().equals(clientId)
        ? new NotFound(new Refusal.ForeignMfaToken())
        : found;
  }

  /** Forgets a login that is complete. */
  public void complete(String token) {
    lock.lock();
    try {
      pending.remove(token);
      pendingTable.remove(token);
    } finally {
      lock.unlock();
    }
  }

  /** Checks a one-time password; what is wrong with it. */
  public Optional<Refusal> checkOtp(String userId, String code) {
    lock.lock();
    try {
      if (!guesses.take(userId, GUESSES, GUESS_REFILL)) {
        return Optional.of(new Refusal.TooManyCodes());
      }
      for (Authenticator each : List.copyOf(authenticators(userId))) {
        if (each.factor() instanceof Factor.Otp otp) {
          OptionalLong step =
              Totp.match(
                  Base32.decode(otp.secret().reveal()),
                  code,
                  clock.instant(),
                  usedSteps.getOrDefault(each.id(), Long.MIN_VALUE));
          if (step.isPresent()) {
            usedSteps.put(each.id(), step.getAsLong());
            usedStepTable.put(each.id(), step.getAsLong());
            verified(userId, each.id());
            return Optional.empty();
          }
        }
      }
      return Optional.of(new Refusal.WrongOtp());
    } finally {
      lock.unlock();
    }
  }

  /** Checks the answer to a challenge: the code, or what became of the notification. */
  public Optional<Refusal> checkOob(String userId, String oobCode, Optional<String> bindingCode) {
    lock.lock();
    try {
      Challenge challenge = challenges.get(oobCode);
      Instant now = clock.instant();
      if (challenge == null
          || !challenge.userId().equals(userId)
          || !now.isBefore(challenge.expires())) {
        return Optional.of(new Refusal.MfaRejected());
      }
      if (challenge.bindingCode().isPresent()) {
        return checkCode(challenge, challenge.bindingCode().get(), oobCode, bindingCode);
      }
      return switch (challenge.answer()) {
        case ALLOWED -> {
          forgetChallenge(oobCode);
          verified(userId, challenge.authenticatorId());
          yield Optional.empty();
        }
        case DENIED -> Optional.of(new Refusal.MfaRejected());
        case PENDING -> {
          boolean early = now.isBefore(challenge.nextPoll());
          put(challenges, challengeTable, oobCode, challenge.polledUntil(now.plus(POLL_INTERVAL)));
          yield Optional.of(early ? new Refusal.SlowDown() : new Refusal.AuthorizationPending());
        }
      };
    } finally {
      lock.unlock();
    }
  }

  private Optional<Refusal> checkCode(
      Challenge challenge, Secret expected, String oobCode, Optional<String> bindingCode) {
    if (bindingCode.isEmpty()) {
      return Optional.of(new Refusal.MissingParameter("binding_code"));
    }
    if (!guesses.take(challenge.userId(), GUESSES, GUESS_REFILL)) {
      return Optional.of(new Refusal.TooManyCodes());
    }
    if (!expected.matches(bindingCode.get())) {
      return Optional.of(new Refusal.WrongBindingCode());
    }
    forgetChallenge(oobCode);
    verified(challenge.userId(), challenge.authenticatorId());
    return Optional.empty();
  }

  /** Checks a recovery code; if it is right, it is replaced. */
  public Recovery checkRecoveryCode(String userId, String code) {
    lock.lock();
    try {
      if (!guesses.take(userId, GUESSES, GUESS_REFILL)) {
        return new NotRecovered(new Refusal.TooManyCodes());
      }
      List<Authenticator> all = authenticators(userId);
      for (int i = 0; i < all.size(); i++) {
        if (all.get(i).factor() instanceof Factor.RecoveryCode known
            && known.code().matches(code)) {
          Secret next = recoveryCode();
          all.set(i, new Authenticator(all.get(i).id(), new Factor.RecoveryCode(next), true));
          keep(userId);
          guesses.reset(userId);
          return new Recovered(next);
        }
      }
      return new NotRecovered(new Refusal.WrongRecoveryCode());
    } finally {
      lock.unlock();
    }
  }

  /** Whether the user has a factor that can be used. */
  boolean hasActiveFactor(String userId) {
    return active(userId).findAny().isPresent();
  }

  /** The user's factors that can be used. */
  public List<Factor> factors(String userId) {
    return list(userId).stream().filter(Authenticator::active).map(Authenticator::factor).toList();
  }

  List<Authenticator> list(String userId) {
    lock.lock();
    try {
      return List.copyOf(authenticators(userId));
    } finally {
      lock.unlock();
    }
  }

  /** Enrols a factor that is good at once. */
  public void enrol(String userId, Factor factor) {
    enrol(userId, factor, true);
  }

  /** Enrols a factor; it has to be verified once unless {@code active}. */
  Authenticator enrol(String userId, Factor factor, boolean active) {
    String kind =
        switch (factor) {
          case Factor.Otp ignored -> "totp";
          case Factor.Sms ignored -> "sms";
          case Factor.Email ignored -> "email";
          case Factor.Push ignored -> "push";
          case Factor.RecoveryCode ignored -> "recovery-code";
        };
    Authenticator made = new Authenticator(kind + "|dev_" + randomText(12), factor, active);
    lock.lock();
    try {
      authenticators(userId).add(made);
      keep(userId);
      return made;
    } finally {
      lock.unlock();
    }
  }

  /** Takes an authenticator away; whether there was one. */
  boolean remove(String userId, String authenticatorId) {
    lock.lock();
    try {
      boolean removed = authenticators(userId).removeIf(each -> each.id().equals(authenticatorId));
      keep(userId);
      return removed;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets all of a user's authenticators. */
  public void forget(String userId) {
    lock.lock();
    try {
      enrolled.remove(userId);
      enrolledTable.remove(userId);
    } finally {
      lock.unlock();
    }
  }

  /** Sends a code or a notification; the {@code oob_code} that names it. */
  String challenge(User user, Authenticator authenticator) {
    String oobCode = TOKEN_PREFIX + randomText(24);
    Secret digits = Secret.of(String.format(Locale.ROOT, "%06d", random.nextInt(1_000_000)));
    Optional<Secret> code =
        switch (authenticator.factor()) {
          case Factor.Sms sms -> {
            outbox.send(SentMail.Kind.MFA_SMS, sms.phoneNumber(), digits);
            yield Optional.of(digits);
          }
          case Factor.Email ignored -> {
            outbox.send(SentMail.Kind.MFA_EMAIL, user.email(), digits);
            yield Optional.of(digits);
          }
          case Factor.Push push -> {
            outbox.send(SentMail.Kind.MFA_PUSH, push.device(), Secret.of(oobCode));
            yield Optional.empty();
          }
          case Factor.Otp ignored -> Optional.empty();
          case Factor.RecoveryCode ignored -> Optional.empty();
        };
    Instant now = clock.instant();
    lock.lock();
    try {
      put(
          challenges,
          challengeTable,
          oobCode,
          new Challenge(
              user.userId(),
              authenticator.id(),
              code,
              Challenge.Answer.PENDING,
              now.plus(CODE_LIFETIME),
              now));
      return oobCode;
    } finally {
      lock.unlock();
    }
  }

  /** Answers a push notification by its {@code oob_code}; whether there is such a one. */
  public boolean answerPush(String oobCode, boolean allow) {
    lock.lock();
    try {
      Challenge challenge = challenges.get(oobCode);
      if (challenge == null || challenge.bindingCode().isPresent()) {
        return false;
      }
      put(challenges, challengeTable, oobCode, challenge.answered(allow));
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Whether a push notification still waits for its answer. */
  public boolean pushIsOpen(String oobCode) {
    lock.lock();
    try {
      Challenge challenge = challenges.get(oobCode);
      return challenge != null
          && challenge.answer() == Challenge.Answer.PENDING
          && clock.instant().isBefore(challenge.expires());
    } finally {
      lock.unlock();
    }
  }

  /** What the user's authenticator app shows at the moment, if one is enrolled. */
  public Optional<String> otpCode(String userId) {
    return active(userId)
        .map(Authenticator::factor)
        .filter(Factor.Otp.class::isInstance)
        .map(Factor.Otp.class::cast)
        .findFirst()
        .map(otp -> Totp.code(Base32.decode(otp.secret().reveal()), Totp.step(clock.instant())));
  }

  /** A secret for one-time passwords, Base32. */
  Secret otpSecret() {
    byte[] bytes = new byte[20];
    random.nextBytes(bytes);
    return Secret.of(Base32.toBase32String(bytes));
  }

  /** A new recovery code: 24 letters and digits. */
  Secret recoveryCode() {
    byte[] bytes = new byte[15];
    random.nextBytes(bytes);
    return Secret.of(Base32.toBase32String(bytes));
  }

  private Stream<Authenticator> active(String userId) {
    return list(userId).stream()
        .filter(Authenticator::active)
        .filter(each -> each.type() != Authenticator.Type.RECOVERY_CODE);
  }

  private void verified(String userId, String authenticatorId) {
    guesses.reset(userId);
    authenticators(userId)
        .replaceAll(each -> each.id().equals(authenticatorId) ? each.activated() : each);
    keep(userId);
  }

  private void keep(String userId) {
    enrolledTable.put(userId, new Enrolled(List.copyOf(authenticators(userId))));
  }

  private void forgetChallenge(String oobCode) {
    challenges.remove(oobCode);
    challengeTable.remove(oobCode);
  }

  private List<Authenticator> authenticators(String userId) {
    return enrolled.computeIfAbsent(userId, absent -> new ArrayList<>());
  }

  private static <V> void put(Map<String, V> map, Table<String, V> table, String key, V value) {
    table.put(key, value);
    map.put(key, value);
    if (map.size() > CAPACITY) {
      String oldest = map.keySet().iterator().next();
      map.remove(oldest);
      table.remove(oldest);
    }
  }

  private String randomText(int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
  }

  private record Enrolled(List<Authenticator> all) {}

  /** What an mfa token stands for. */
  public sealed interface Found {}

  /** A login that waits for its second step. */
  public record Open(PendingLogin login) implements Found {}

  /** Nothing, or nothing any more. */
  public record NotFound(Refusal refusal) implements Found {}

  /** What comes of a recovery code. */
  public sealed interface Recovery {}

  /** It was right; this is the next one. */
  public record Recovered(Secret next) implements Recovery {}

  /** It was not. */
  public record NotRecovered(Refusal refusal) implements Recovery {}
}
