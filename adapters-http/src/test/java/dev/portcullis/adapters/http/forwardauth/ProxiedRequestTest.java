package dev.portcullis.adapters.http.forwardauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import io.vavr.collection.Vector;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiedRequestTest {

  /** A proxy that does not say how the user came is treated as one that users reach over https. */
  @ParameterizedTest
  @CsvSource({
    "http,  localhost:8080, /x, http://localhost:8080/x",
    "https, localhost:8080, /x, https://localhost:8080/x",
    "'',    localhost:8080, /x, https://localhost:8080/x",
    "'',    '',             /x, https://gateway.example.com/x",
    "http,  localhost:8080, '', ''"
  })
  void the_url_is_put_together_from_its_parts(
      String scheme, String host, String target, String url) {
    assertThat(
            read(Map.of(
                    "X-Forwarded-Proto", scheme,
                    "X-Forwarded-Host", host,
                    "X-Forwarded-Uri", target,
                    "Host", "gateway.example.com"))
                .url())
        .isEqualTo(url);
  }

  private static ProxiedRequest read(Map<String, String> headers) {
    Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    anyCase.putAll(headers);
    return ProxiedRequest.of(
        new GatewayRequest(
            "GET",
            "/auth/verify",
            "",
            RequestOrigin.of(
                new Peer.Inet(IpAddress.parse("192.0.2.1").get()),
                name -> anyCase.containsKey(name) ? Vector.of(anyCase.get(name)) : Vector.empty()),
            limit -> new byte[0]));
  }
}
