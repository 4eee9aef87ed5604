package dev.portcullis.adapters.auth0.token;

import dev.portcullis.adapters.auth0.transport.FormBody;
import dev.portcullis.adapters.auth0.transport.HttpCoreClient;
import dev.portcullis.adapters.auth0.transport.HttpFault;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import dev.portcullis.adapters.auth0.transport.Origin;
import dev.portcullis.adapters.auth0.transport.OriginTarget;
import feign.ExceptionPropagationPolicy;
import feign.Feign;
import feign.Logger;
import feign.RequestLine;
import feign.Retryer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The token endpoint for what carries no end user's address. */
public interface TokenFormApi {

  @RequestLine("POST /oauth/token")
  HttpReply token(FormBody form) throws HttpFault;

  /**
   * Makes one.
   *
   * @param fixedHeaders besides the content type
   */
  static TokenFormApi over(
      HttpCoreClient http, Origin origin, Map<String, Collection<String>> fixedHeaders) {
    Map<String, Collection<String>> headers = new LinkedHashMap<>(fixedHeaders);
    headers.put("Content-Type", List.of("application/x-www-form-urlencoded"));
    return Feign.builder()
        .client(http)
        .encoder((form, type, template) -> template.body(((FormBody) form).bytes(), null))
        .responseInterceptor((answer, rest) -> HttpReply.of(answer.response()))
        .retryer(Retryer.NEVER_RETRY)
        .exceptionPropagationPolicy(ExceptionPropagationPolicy.UNWRAP)
        .logLevel(Logger.Level.NONE)
        .target(new OriginTarget<>(TokenFormApi.class, origin.toString(), headers));
  }
}
