package dev.portcullis.adapters.auth0.transport;

import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import dev.portcullis.domain.outcome.ProviderReply;
import java.util.function.Function;

/** One call and whatever comes of it; throws nothing. */
public final class Calls {

  private Calls() {}

  /** A call that Feign makes. */
  @FunctionalInterface
  public interface Call {
    HttpReply make() throws HttpFault;
  }

  /**
   * The meaning of the reply, or of its absence.
   *
   * @param faulty what a fault of the call means
   */
  public static <T> ProviderReply<T> answered(
      Call call, Function<HttpReply, T> meaning, Function<ProviderFault, T> faulty) {
    try {
      HttpReply reply = call.make();
      return new ProviderReply<>(meaning.apply(reply), reply.requestId());
    } catch (HttpFault.NotSent e) {
      return ProviderReply.of(faulty.apply(new ProviderFault.Unreachable(e.why())));
    } catch (HttpFault.NoAnswer e) {
      return ProviderReply.of(faulty.apply(new ProviderFault.NoAnswer(e.why())));
    } catch (HttpFault | RuntimeException e) {
      // Feign's exceptions hold the request and its secrets: nothing of them goes further.
      return ProviderReply.of(
          faulty.apply(new ProviderFault.NoAnswer(NoAnswerFault.CONNECTION_LOST)));
    }
  }
}
