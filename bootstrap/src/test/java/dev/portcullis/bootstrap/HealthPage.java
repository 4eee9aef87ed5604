package dev.portcullis.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.admin.AdminEndpoints;
import dev.portcullis.adapters.http.admin.Readiness;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.RequestId;
import java.nio.charset.StandardCharsets;

/** What {@code /health/ready} of the admin listener answers. */
public final class HealthPage {

  private HealthPage() {}

  /** The body; the status is 200, as readiness is UP. */
  public static String of(Readiness readiness) {
    Reply reply =
        HttpApi.of(() -> new RequestId("r-1"), AdminEndpoints.health(readiness))
            .answer(
                new GatewayRequest(
                    "GET",
                    "/health/ready",
                    "",
                    RequestOrigin.of(
                        new Peer.Inet(IpAddress.parse("192.0.2.1").get()),
                        RequestOrigin.HeaderLines.NONE),
                    limit -> new byte[0]));
    assertThat(reply.status()).isEqualTo(200);
    return new String(reply.body(), StandardCharsets.UTF_8);
  }
}
