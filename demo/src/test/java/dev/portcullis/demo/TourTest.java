package dev.portcullis.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.EmulatorSettings;
import io.vavr.collection.Seq;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** That the tour passes a good gateway is seen elsewhere; here, that it passes no other. */
class TourTest {

  @Test
  void a_gateway_that_grants_everything_passes_no_stop_but_those_that_are_granted()
      throws Exception {
    HttpServer careless = HttpServer.create(new InetSocketAddress(loopback(), 0), 0);
    careless.createContext(
        "/",
        exchange -> {
          byte[] body = "{\"access_token\":\"x\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    careless.start();

    Seq<Tour.Stop> stops;
    try (Auth0Emulator tenant = Auth0Emulator.start(EmulatorSettings.defaults())) {
      URI gateway = URI.create("http://127.0.0.1:" + careless.getAddress().getPort());
      try (Tour tour = new Tour(gateway, tenant, stop -> {})) {
        stops = tour.run();
      }
    } finally {
      careless.stop(0);
    }

    assertThat(stops.filter(Tour.Stop::asExpected).map(Tour.Stop::expected))
        .containsExactly("200 tokens", "200 tokens", "200 tokens", "20 x 200 tokens");
  }

  private static InetAddress loopback() throws IOException {
    return InetAddress.getLoopbackAddress();
  }
}
