package dev.portcullis.adapters.auth0.transport;

import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import java.io.IOException;

/**
 * Why a call has no answer: {@link NotSent}, {@link TooManyCalls}, or {@link NoAnswer} if the
 * request may have arrived. Holds nothing of the request, of the answer, or of an exception that
 * might hold them.
 */
public abstract sealed class HttpFault extends IOException {

  private static final long serialVersionUID = 1L;

  private HttpFault(String message) {
    super(message);
  }

  /** No trace: these are ordinary results, and a fault must stay cheap when all calls fail. */
  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized")
  public Throwable fillInStackTrace() {
    return this;
  }

  /** Not one byte of the request was written. */
  public static final class NotSent extends HttpFault {

    private static final long serialVersionUID = 1L;

    private final ConnectFault why;

    NotSent(ConnectFault why) {
      super("not sent: " + why);
      this.why = why;
    }

    ConnectFault why() {
      return why;
    }
  }

  /** Not one byte was written, because too many other calls are in progress. */
  public static final class TooManyCalls extends HttpFault {

    private static final long serialVersionUID = 1L;

    TooManyCalls() {
      super("not sent: too many calls are in progress");
    }
  }

  /** Written, at least in part, and not answered. */
  static final class NoAnswer extends HttpFault {

    private static final long serialVersionUID = 1L;

    private final NoAnswerFault why;

    NoAnswer(NoAnswerFault why) {
      super("no answer: " + why);
      this.why = why;
    }

    NoAnswerFault why() {
      return why;
    }
  }
}
