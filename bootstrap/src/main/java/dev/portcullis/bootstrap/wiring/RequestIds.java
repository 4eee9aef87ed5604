package dev.portcullis.bootstrap.wiring;

import dev.portcullis.domain.login.RequestId;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/** Names requests. */
final class RequestIds implements Supplier<RequestId> {

  private static final int BYTES = 12;

  private final SecureRandom random = new SecureRandom();

  /** 96 random bits: ids of different gateways do not meet. */
  @Override
  public RequestId get() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new RequestId(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }
}
