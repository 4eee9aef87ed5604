package dev.portcullis.embed;

import dev.portcullis.domain.login.RequestId;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/** Names requests. Safe for concurrent use. */
public final class RequestIds implements Supplier<RequestId> {

  private static final int BYTES = 12;

  private final SecureRandom random = new SecureRandom();

  private RequestIds() {}

  /** Ids of 96 random bits: those of different gateways do not collide. */
  public static Supplier<RequestId> random() {
    return new RequestIds();
  }

  @Override
  public RequestId get() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new RequestId(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }
}
