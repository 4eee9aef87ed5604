package dev.portcullis.adapters.auth0.transport;

import dev.portcullis.adapters.auth0.mfa.MfaCalls;
import feign.Request;
import feign.RequestTemplate;
import feign.Target;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes requests to one origin of what the encoder wrote, without URI templates. */
public record OriginTarget<T>(
    Class<T> type, String url, Map<String, Collection<String>> fixedHeaders) implements Target<T> {

  @Override
  public String name() {
    return type.getSimpleName();
  }

  @Override
  public Request apply(RequestTemplate template) {
    Map<String, Collection<String>> headers = new LinkedHashMap<>(fixedHeaders);
    Collection<String> authorization = template.headers().get(MfaCalls.AUTHORIZATION);
    if (authorization != null) {
      headers.put(MfaCalls.AUTHORIZATION, authorization);
    }
    return Request.create(
        Request.HttpMethod.valueOf(template.method()),
        url + template.url(),
        headers,
        template.body() == null ? new byte[0] : template.body(),
        null,
        template);
  }

  /** The fixed headers can hold the client secret. */
  @Override
  public String toString() {
    return "OriginTarget[" + url + "]";
  }
}
