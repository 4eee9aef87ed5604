package dev.portcullis.adapters.auth0.transport;

import com.fasterxml.jackson.databind.json.JsonMapper;
import feign.ExceptionPropagationPolicy;
import feign.Feign;
import feign.Logger;
import feign.Retryer;
import feign.Target;
import feign.codec.Encoder;
import feign.jackson.JacksonEncoder;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Makes the Feign views of Auth0's endpoints; the only class that calls {@code Feign.builder}. A
 * call of a view is sent at most once, is not logged, and returns the {@link HttpReply} whatever
 * its status.
 */
public final class FeignFactory {

  private static final Encoder JSON = new JacksonEncoder(JsonMapper.builder().build());

  private FeignFactory() {}

  /**
   * A view of one endpoint. Its methods name no path, so Feign expands no template for a call.
   *
   * @param headers supplies the headers of each request
   */
  public static <T> T endpoint(
      Class<T> view,
      HttpCoreClient http,
      String path,
      Encoder encoder,
      Supplier<Map<String, Collection<String>>> headers) {
    return build(http, encoder, new EndpointTarget<>(view, http.origin() + path, headers));
  }

  /** A view of several paths, whose request bodies Jackson writes. */
  public static <T> T json(Class<T> view, HttpCoreClient http) {
    return json(view, http, JSON);
  }

  /**
   * A view of several paths.
   *
   * @param encoder writes JSON, and may set the {@code Authorization} header
   */
  public static <T> T json(Class<T> view, HttpCoreClient http, Encoder encoder) {
    return build(http, encoder, new OriginTarget<>(view, http.origin().toString()));
  }

  private static <T> T build(HttpCoreClient http, Encoder encoder, Target<T> target) {
    return Feign.builder()
        .client(http)
        .options(ForwardedFor.NONE)
        .encoder(encoder)
        .responseInterceptor((answer, rest) -> HttpReply.of(answer.response()))
        // Feign's default sends the password up to five times.
        .retryer(Retryer.NEVER_RETRY)
        .exceptionPropagationPolicy(ExceptionPropagationPolicy.UNWRAP)
        .logLevel(Logger.Level.NONE)
        .target(target);
  }
}
