package dev.portcullis.adapters.auth0.transport;

import feign.Request;
import feign.RequestTemplate;
import feign.Target;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * Makes requests to the paths of one origin. Their only headers are {@code Authorization}, if the
 * request has it, and the content type of a JSON body, if there is a body.
 */
record OriginTarget<T>(Class<T> type, String url) implements Target<T> {

  private static final List<String> JSON = List.of("application/json");

  @Override
  public String name() {
    return type.getSimpleName();
  }

  @Override
  public Request apply(RequestTemplate template) {
    Map<String, Collection<String>> headers = new LinkedHashMap<>();
    Collection<String> authorization = template.headers().get(HttpHeaders.AUTHORIZATION);
    if (authorization != null) {
      headers.put(HttpHeaders.AUTHORIZATION, authorization);
    }
    if (template.body() != null) {
      headers.put(HttpHeaders.CONTENT_TYPE, JSON);
    }
    // Without a charset Feign treats the body as binary and never prints it.
    return Request.create(
        Request.HttpMethod.valueOf(template.method()),
        url + template.url(),
        headers,
        template.body(),
        null,
        template);
  }
}
