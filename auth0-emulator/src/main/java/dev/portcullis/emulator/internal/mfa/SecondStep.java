package dev.portcullis.emulator.internal.mfa;

import dev.portcullis.emulator.internal.mfa.CodeChecks.NotRecovered;
import dev.portcullis.emulator.internal.mfa.CodeChecks.Recovered;
import dev.portcullis.emulator.internal.oauth.Refusal;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.tenant.Factor;
import dev.portcullis.emulator.tenant.Secret;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The second step of a hosted login. Safe for many threads. */
public final class SecondStep {

  private final Supplier<TenantDefinition> tenant;
  private final Mfa mfa;
  private final MfaSecrets secrets;

  /** Over these second factors. */
  public SecondStep(Supplier<TenantDefinition> tenant, Mfa mfa, SecureRandom random) {
    this.tenant = tenant;
    this.mfa = mfa;
    this.secrets = new MfaSecrets(random);
  }

  /** Whether a login of this user requires a second factor. */
  public boolean required(User user) {
    return mfa.authenticators().required(user, tenant.get().mfaPolicy());
  }

  /** The factors that the user can choose from; empty if none is enrolled. */
  public List<Choice> choices(User user) {
    List<Choice> choices = new ArrayList<>();
    mfa.authenticators().active(user.userId()).forEach(each -> choices.add(choice(user, each)));
    if (!choices.isEmpty()
        && mfa.authenticators().factors(user.userId()).stream()
            .anyMatch(Factor.RecoveryCode.class::isInstance)) {
      choices.add(new Choice("", Kind.RECOVERY_CODE, ""));
    }
    return choices;
  }

  private static Choice choice(User user, Authenticator authenticator) {
    return switch (authenticator.factor()) {
      case Factor.Otp ignored -> new Choice(authenticator.id(), Kind.OTP, "");
      case Factor.Sms sms ->
          new Choice(authenticator.id(), Kind.SMS, Authenticator.masked(sms.phoneNumber()));
      case Factor.Email ignored -> new Choice(authenticator.id(), Kind.EMAIL, user.email());
      case Factor.Push push -> new Choice(authenticator.id(), Kind.PUSH, push.device());
      case Factor.RecoveryCode ignored -> new Choice("", Kind.RECOVERY_CODE, "");
    };
  }

  /** Sends a code or a notification; the {@code oob_code}, or empty if there is no such factor. */
  public Optional<String> send(User user, String authenticatorId) {
    return mfa.authenticators()
        .active(user.userId())
        .filter(each -> each.id().equals(authenticatorId))
        .filter(each -> each.type() == Authenticator.Type.OOB)
        .findFirst()
        .map(each -> mfa.challenges().send(user, each));
  }

  /**
   * What a user without a factor has to add to an authenticator app; the first right code enrols
   * it.
   */
  public Enrolment enrolment(User user) {
    Factor.Otp otp =
        mfa.authenticators().list(user.userId()).stream()
            .map(Authenticator::factor)
            .filter(Factor.Otp.class::isInstance)
            .map(Factor.Otp.class::cast)
            .findFirst()
            .orElseGet(
                () -> {
                  Factor.Otp made = new Factor.Otp(secrets.otpSecret());
                  mfa.authenticators().enrol(user.userId(), made, false);
                  return made;
                });
    return new Enrolment(otp.secret(), Secret.of(barcode(tenant.get().name(), user, otp)));
  }

  /** Checks a code; for a push notification, whether it was allowed. */
  public Verdict check(User user, Kind kind, String code, Optional<String> oobCode) {
    String userId = user.userId();
    return switch (kind) {
      case OTP -> verdict(mfa.checks().checkOtp(userId, code));
      case SMS, EMAIL, PUSH ->
          verdict(
              mfa.checks()
                  .checkOob(
                      userId,
                      oobCode.orElse(""),
                      Optional.of(code).filter(text -> !text.isEmpty())));
      case RECOVERY_CODE ->
          switch (mfa.checks().checkRecoveryCode(userId, code)) {
            case Recovered recovered -> new Passed(Optional.of(recovered.next()));
            case NotRecovered not -> new Failed(not.refusal());
          };
    };
  }

  private static Verdict verdict(Optional<Refusal> refusal) {
    return refusal.<Verdict>map(Failed::new).orElseGet(() -> new Passed(Optional.empty()));
  }

  /** The URI that authenticator apps read from a QR code. */
  static String barcode(String tenantName, User user, Factor.Otp otp) {
    String name = encoded(tenantName);
    return "otpauth://totp/"
        + name
        + ":"
        + encoded(user.email())
        + "?secret="
        + otp.secret().reveal()
        + "&issuer="
        + name
        + "&algorithm=SHA1&digits=6&period=30";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The kinds of second factors. */
  public enum Kind {
    /** A one-time password of an authenticator app. */
    OTP,
    /** A code in a text message. */
    SMS,
    /** A code in an e-mail. */
    EMAIL,
    /** A notification on a device. */
    PUSH,
    /** The recovery code. */
    RECOVERY_CODE
  }

  /** A factor: the authenticator's id, its kind, and a name that may be empty. */
  public record Choice(String id, Kind kind, String name) {}

  /** The secret of an authenticator app, as text and as a URI. */
  public record Enrolment(Secret secret, Secret uri) {}

  /** The result of a check. */
  public sealed interface Verdict {}

  /** The second step is done; a used recovery code has a successor. */
  public record Passed(Optional<Secret> nextRecoveryCode) implements Verdict {}

  /** The code is refused, or the notification is not allowed yet. */
  public record Failed(Refusal refusal) implements Verdict {}
}
