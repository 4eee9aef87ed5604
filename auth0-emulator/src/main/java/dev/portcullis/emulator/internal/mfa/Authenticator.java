package dev.portcullis.emulator.internal.mfa;

import dev.portcullis.emulator.tenant.Factor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An enrolled factor; it can be used only when {@code active}, that is, verified once. */
record Authenticator(String id, Factor factor, boolean active) {

  enum Type {
    OTP("otp"),
    OOB("oob"),
    RECOVERY_CODE("recovery-code");

    private final String wireName;

    Type(String wireName) {
      this.wireName = wireName;
    }

    String wireName() {
      return wireName;
    }
  }

  Type type() {
    return switch (factor) {
      case Factor.Otp ignored -> Type.OTP;
      case Factor.RecoveryCode ignored -> Type.RECOVERY_CODE;
      case Factor.Sms ignored -> Type.OOB;
      case Factor.Email ignored -> Type.OOB;
      case Factor.Push ignored -> Type.OOB;
    };
  }

  /** What {@code mfa_requirements} calls it. */
  String requirement() {
    return switch (factor) {
      case Factor.Otp ignored -> "otp";
      case Factor.RecoveryCode ignored -> "recovery-code";
      case Factor.Sms ignored -> "phone";
      case Factor.Email ignored -> "email";
      case Factor.Push ignored -> "push-notification";
    };
  }

  Optional<String> channel() {
    return switch (factor) {
      case Factor.Otp ignored -> Optional.empty();
      case Factor.RecoveryCode ignored -> Optional.empty();
      case Factor.Sms ignored -> Optional.of("sms");
      case Factor.Email ignored -> Optional.of("email");
      case Factor.Push ignored -> Optional.of("auth0");
    };
  }

  Authenticator activated() {
    return new Authenticator(id, factor, true);
  }

  /** As {@code GET /mfa/authenticators} lists it; e-mail authenticators show no name. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", id);
    fields.put("authenticator_type", type().wireName());
    channel().ifPresent(channel -> fields.put("oob_channel", channel));
    switch (factor) {
      case Factor.Sms sms -> fields.put("name", masked(sms.phoneNumber()));
      case Factor.Push push -> fields.put("name", push.device());
      case Factor.Otp ignored -> {}
      case Factor.Email ignored -> {}
      case Factor.RecoveryCode ignored -> {}
    }
    fields.put("active", active);
    return fields;
  }

  static String masked(String phoneNumber) {
    int shown = Math.min(4, phoneNumber.length());
    return "XXXXXXXXX" + phoneNumber.substring(phoneNumber.length() - shown);
  }
}
