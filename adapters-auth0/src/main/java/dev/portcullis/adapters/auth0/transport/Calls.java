package dev.portcullis.adapters.auth0.transport;

import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import dev.portcullis.domain.outcome.ProviderReply;
import java.util.function.Function;

/** Makes one call and maps its reply or its fault; throws nothing. */
public final class Calls {

  private Calls() {}

  /** A call of a Feign view. */
  @FunctionalInterface
  public interface Call {
    HttpReply make() throws HttpFault;
  }

  /**
   * The result of a call.
   *
   * @param meaning maps the reply
   * @param faulty maps the fault of a call without a reply
   */
  public static <T> ProviderReply<T> answered(
      Call call, Function<HttpReply, T> meaning, Function<ProviderFault, T> faulty) {
    try {
      HttpReply reply = call.make();
      return new ProviderReply<>(meaning.apply(reply), reply.requestId(), reply.quota());
    } catch (HttpFault.NotSent e) {
      return ProviderReply.of(faulty.apply(new ProviderFault.Unreachable(e.why())));
    } catch (HttpFault.TooManyCalls e) {
      return ProviderReply.of(faulty.apply(new ProviderFault.Overloaded()));
    } catch (HttpFault.NoAnswer e) {
      return ProviderReply.of(faulty.apply(new ProviderFault.NoAnswer(e.why())));
    } catch (HttpFault | RuntimeException e) {
      // Feign's exceptions hold the request and its secrets, so nothing of them is passed on.
      return ProviderReply.of(
          faulty.apply(new ProviderFault.NoAnswer(NoAnswerFault.CONNECTION_LOST)));
    }
  }
}
