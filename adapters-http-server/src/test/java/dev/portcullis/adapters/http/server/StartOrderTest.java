package dev.portcullis.adapters.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.admin.AdminEndpoints;
import dev.portcullis.adapters.http.admin.Readiness;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.intake.AddressSettings;
import dev.portcullis.adapters.http.intake.AddressSettings.TraceMode;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.adapters.http.server.HttpSettings.Listener;
import dev.portcullis.adapters.http.server.HttpSettings.UserListener;
import dev.portcullis.adapters.http.server.ServerEngine.OpenListener;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.RequestId;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In which order listeners open and close, and what a load balancer sees at each step. */
class StartOrderTest {

  private final Readiness readiness = new Readiness();
  private final HttpApi admin = HttpApi.of(StartOrderTest::id, AdminEndpoints.health(readiness));
  private final List<String> steps = new CopyOnWriteArrayList<>();

  private static RequestId id() {
    return new RequestId("request-1");
  }

  /** What the health check answers now. */
  private String health() {
    int status =
        admin
            .answer(
                new GatewayRequest(
                    "GET",
                    "/health/ready",
                    "",
                    RequestOrigin.of(new Peer.Unknown(), RequestOrigin.HeaderLines.NONE),
                    limit -> new byte[0]))
            .status();
    return status == 200 ? "ready" : "not ready";
  }

  private void step(String what) {
    steps.add(what + ", " + health());
  }

  /**
   * Opens nothing, and notes what it is asked to.
   *
   * @param broken where it fails
   */
  private ServerEngine engine(String broken) {
    return plan -> {
      ListenAddress where = plan.listener().where();
      step("open " + where);
      if (where.toString().equals(broken)) {
        throw new IllegalStateException("cannot listen on " + where);
      }
      return new OpenListener() {
        @Override
        public ListenAddress where() {
          return where;
        }

        @Override
        public int connections() {
          return 0;
        }

        @Override
        public void stop() {
          step("stop " + where);
        }
      };
    };
  }

  private GatewayServer start(String broken) {
    AddressSettings address =
        new AddressSettings(ClientAddressPolicy.direct(), "v1", TraceMode.OFF, Option.none());
    return GatewayServer.start(
        engine(broken),
        new HttpSettings(
            Vector.of(
                new UserListener("one", Listener.plain("127.0.0.1", 1), address),
                new UserListener("two", Listener.plain("127.0.0.1", 2), address)),
            Listener.plain("127.0.0.1", 3),
            HttpLimits.DEFAULT),
        listener ->
            new PublicListener(
                new ClientAddresses(listener.name(), address, Journal.NONE), Journal.NONE, admin),
        admin,
        readiness,
        StartOrderTest::id);
  }

  @Test
  void it_is_ready_once_every_listener_is_open_and_not_before() {
    GatewayServer server = start("");

    assertThat(steps)
        .containsExactly(
            "open 127.0.0.1:1, not ready",
            "open 127.0.0.1:2, not ready",
            "open 127.0.0.1:3, not ready");
    assertThat(health()).isEqualTo("ready");
    server.close();
  }

  @Test
  void a_stop_is_announced_before_any_listener_closes_and_the_admin_listener_is_last() {
    GatewayServer server = start("");
    steps.clear();

    server.close();

    assertThat(steps)
        .containsExactlyInAnyOrder(
            "stop 127.0.0.1:1, not ready",
            "stop 127.0.0.1:2, not ready",
            "stop 127.0.0.1:3, not ready");
    assertThat(steps.getLast()).startsWith("stop 127.0.0.1:3");
  }

  /**
   * Files of ranges may be read again, by a signal too, while logins in progress are waited for.
   */
  @Test
  void nothing_makes_it_ready_again_once_it_stops() {
    GatewayServer server = start("");
    server.ready(false);
    String paused = health();
    server.ready(true);
    String again = health();
    server.close();

    server.ready(true);

    assertThat(paused).isEqualTo("not ready");
    assertThat(again).isEqualTo("ready");
    assertThat(health()).isEqualTo("not ready");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3"})
  void a_listener_that_cannot_open_leaves_no_other_open_and_it_never_is_ready(String broken) {
    assertThatThrownBy(() -> start(broken)).hasMessage("cannot listen on " + broken);

    long opened = steps.stream().filter(step -> step.startsWith("open")).count();
    long stopped = steps.stream().filter(step -> step.startsWith("stop")).count();
    assertThat(stopped).isEqualTo(opened - 1);
    assertThat(steps).allMatch(step -> step.endsWith(", not ready"));
    assertThat(health()).isEqualTo("not ready");
  }
}
