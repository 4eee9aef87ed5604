package dev.portcullis.emulator.internal.mfa;

import java.util.List;
import java.util.Optional;

/** Reads access tokens for the audience {@code https://TENANT/mfa/}. */
@FunctionalInterface
public interface MfaAccess {

  /** The holder of a token, if it is valid now. */
  Optional<Holder> of(String accessToken);

  /** A user and the token's scope. */
  record Holder(String userId, List<String> scope) {}
}
