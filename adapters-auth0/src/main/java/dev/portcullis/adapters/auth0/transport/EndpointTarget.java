package dev.portcullis.adapters.auth0.transport;

import feign.Request;
import feign.RequestTemplate;
import feign.Target;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Makes requests to one URL with the same headers, or such as are made for each. The view's methods
 * name no path, so Feign expands no template.
 */
record EndpointTarget<T>(
    Class<T> type, String url, Supplier<Map<String, Collection<String>>> headers)
    implements Target<T> {

  @Override
  public String name() {
    return type.getSimpleName();
  }

  @Override
  public Request apply(RequestTemplate template) {
    return Request.create(
        Request.HttpMethod.valueOf(template.method()),
        url,
        headers.get(),
        template.body(),
        null,
        template);
  }

  /** The headers can hold the client secret. */
  @Override
  public String toString() {
    return "EndpointTarget[" + url + "]";
  }
}
