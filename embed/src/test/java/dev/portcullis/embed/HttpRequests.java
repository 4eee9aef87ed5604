package dev.portcullis.embed;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.domain.address.RequestOrigin;
import io.vavr.collection.Vector;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Requests to an {@link HttpApi} without a server. */
final class HttpRequests {

  private HttpRequests() {}

  static Reply login(HttpApi api, RequestOrigin origin) {
    return post(api, origin, "/api/auth", "username=ada%40example.com&password=secret");
  }

  static Reply post(HttpApi api, RequestOrigin origin, String path, String form) {
    byte[] body = form.getBytes(StandardCharsets.UTF_8);
    RequestOrigin typed =
        new RequestOrigin(
            origin.peer(),
            origin.proxy(),
            name ->
                name.equalsIgnoreCase("Content-Type")
                    ? Vector.of("application/x-www-form-urlencoded")
                    : origin.headers().named(name));
    return api.answer(
        new GatewayRequest(
            "POST", path, "", typed, limit -> Arrays.copyOf(body, Math.min(limit, body.length))));
  }
}
