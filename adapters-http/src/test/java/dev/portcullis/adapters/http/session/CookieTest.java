package dev.portcullis.adapters.http.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookieTest {

  @ParameterizedTest
  @CsvSource({
    "__Host-portcullis=a, a",
    "x=1; __Host-portcullis=a;y=2, a",
    "__Host-portcullis=a; __Host-portcullis=a, a",
    "__Host-portcullis=a | __Host-portcullis=a, a",
    "__Host-portcullis=a; __Host-portcullis=b, ''",
    "__Host-portcullis=a | __Host-portcullis=b, ''",
    "__Host-portcullis-seen=a, ''",
    "__host-portcullis=a, ''"
  })
  void a_cookie_that_has_two_values_has_none(String lines, String value) {
    GatewayRequest request =
        new GatewayRequest(
            "GET",
            "/",
            "",
            RequestOrigin.of(new Peer.Unknown(), name -> Vector.of(lines.split(" \\| ", -1))),
            limit -> new byte[0]);

    Option<String> read = Cookie.session(Option.none()).of(request);

    assertThat(read.getOrElse("")).isEqualTo(value);
  }
}
