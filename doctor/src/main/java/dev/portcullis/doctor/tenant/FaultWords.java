package dev.portcullis.doctor.tenant;

import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;

/** Why a call to the tenant has no answer, in words for operators. */
public final class FaultWords {

  private FaultWords() {}

  /** What stopped the connection. */
  public static String of(ConnectFault why) {
    return switch (why) {
      case UNKNOWN_HOST -> "the tenant's name has no address";
      case CONNECT_REFUSED -> "the tenant refuses the connection";
      case CONNECT_TIMED_OUT -> "no connection to the tenant in time";
      case PROXY_REFUSED -> "the proxy opens no way to the tenant";
      case TLS_FAILED -> "TLS to the tenant failed";
      case BREAKER_OPEN -> "the tenant has not answered lately";
      case CLOSED -> "the connections to the tenant are closed";
    };
  }

  /** What happened to a request that was sent. */
  public static String of(NoAnswerFault why) {
    return switch (why) {
      case TIMED_OUT -> "the tenant did not answer in time";
      case CONNECTION_LOST -> "the connection to the tenant was lost";
      case NOT_HTTP -> "the tenant's answer is not HTTP";
      case TOO_LARGE -> "the tenant's answer is too large";
    };
  }
}
