package dev.portcullis.adapters.auth0;

import dev.portcullis.domain.login.Answered;
import dev.portcullis.domain.login.ProviderFault;
import dev.portcullis.domain.login.ProviderFault.NoAnswerFault;
import java.util.function.Function;

/** One call and whatever comes of it; throws nothing. */
final class Calls {

  private Calls() {}

  /** A call that Feign makes. */
  @FunctionalInterface
  interface Call {
    HttpReply make() throws HttpFault;
  }

  /**
   * The meaning of the reply, or of its absence.
   *
   * @param faulty what a fault of the call means
   */
  static <T> Answered<T> answered(
      Call call, Function<HttpReply, T> meaning, Function<ProviderFault, T> faulty) {
    try {
      HttpReply reply = call.make();
      return new Answered<>(meaning.apply(reply), reply.requestId());
    } catch (HttpFault.NotSent e) {
      return Answered.of(faulty.apply(new ProviderFault.Unreachable(e.why())));
    } catch (HttpFault.NoAnswer e) {
      return Answered.of(faulty.apply(new ProviderFault.NoAnswer(e.why())));
    } catch (HttpFault | RuntimeException e) {
      // Feign's exceptions hold the request and its secrets: nothing of them goes further.
      return Answered.of(faulty.apply(new ProviderFault.NoAnswer(NoAnswerFault.CONNECTION_LOST)));
    }
  }
}
