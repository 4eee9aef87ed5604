package dev.portcullis.adapters.auth0.management;

import feign.Request;
import feign.RequestTemplate;
import feign.Target;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes requests to one origin, with the token and the content type as their only headers. */
record ManagementTarget<T>(Class<T> type, String url) implements Target<T> {

  @Override
  public String name() {
    return type.getSimpleName();
  }

  @Override
  public Request apply(RequestTemplate template) {
    Map<String, Collection<String>> headers = new LinkedHashMap<>();
    headers.put("Authorization", template.headers().getOrDefault("Authorization", List.of()));
    if (template.body() != null) {
      headers.put("Content-Type", List.of("application/json"));
    }
    return Request.create(
        Request.HttpMethod.valueOf(template.method()),
        url + template.url(),
        headers,
        template.body(),
        StandardCharsets.UTF_8,
        template);
  }
}
