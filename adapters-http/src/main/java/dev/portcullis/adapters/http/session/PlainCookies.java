package dev.portcullis.adapters.http.session;

import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.domain.address.RequestOrigin;
import io.vavr.collection.Vector;
import io.vavr.control.Option;

/**
 * The cookies of pages that this machine serves to itself over HTTP: without {@code Secure}, and
 * without the prefix that requires it, because Safari keeps such cookies over HTTPS only. Pages
 * that other machines reach always have HTTPS.
 */
public final class PlainCookies {

  private static final String PREFIX = "__Host-";
  private static final String SECURE = "; Secure";

  private PlainCookies() {}

  /** The endpoint, whose browsers keep these cookies. */
  public static Endpoint over(Endpoint endpoint) {
    return new Endpoint(
        endpoint.method(),
        endpoint.path(),
        endpoint.content(),
        (request, id) ->
            endpoint.handler().handle(received(request), id).mapHeaders(PlainCookies::sent));
  }

  private static Reply.Header sent(Reply.Header line) {
    return line.name().equals("Set-Cookie") && line.value().startsWith(PREFIX)
        ? new Reply.Header(line.name(), line.value().substring(PREFIX.length()).replace(SECURE, ""))
        : line;
  }

  private static GatewayRequest received(GatewayRequest request) {
    RequestOrigin origin = request.origin();
    return new GatewayRequest(
        request.method(),
        request.path(),
        request.query(),
        new RequestOrigin(
            origin.peer(),
            origin.proxy(),
            origin.certificate(),
            name ->
                name.equalsIgnoreCase("Cookie")
                    ? origin.headers().named(name).map(PlainCookies::received)
                    : origin.headers().named(name)),
        request.body());
  }

  private static String received(String line) {
    return Vector.of(line.split(";", -1))
        .map(String::strip)
        .filter(pair -> !pair.startsWith(PREFIX))
        .map(pair -> Option.when(isOurs(pair), PREFIX + pair).getOrElse(pair))
        .mkString("; ");
  }

  private static boolean isOurs(String pair) {
    return Cookie.ofOneHost().exists(cookie -> (PREFIX + pair).startsWith(cookie + "="));
  }
}
