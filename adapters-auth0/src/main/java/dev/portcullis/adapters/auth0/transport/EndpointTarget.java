package dev.portcullis.adapters.auth0.transport;

import feign.Request;
import feign.RequestTemplate;
import feign.Target;
import java.util.Collection;
import java.util.Map;

/**
 * Makes requests to one URL with fixed headers. The view's methods name no path, so Feign expands
 * no template.
 */
record EndpointTarget<T>(Class<T> type, String url, Map<String, Collection<String>> fixedHeaders)
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
        fixedHeaders,
        template.body(),
        null,
        template);
  }

  /** The fixed headers can hold the client secret. */
  @Override
  public String toString() {
    return "EndpointTarget[" + url + "]";
  }
}
