package dev.portcullis.adapters.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.server.HttpSettings.Listener;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.login.RequestId;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;

/** A connection after its last request. */
class JettyHttpConnectionTest {

  @Test
  void after_the_last_reply_two_threads_may_wait_for_what_follows() {
    ByteArrayEndPoint socket = new ByteArrayEndPoint();
    JettyHttpConnection connection =
        new JettyHttpConnection(
            new HttpConfiguration(),
            new LocalConnector(new Server()),
            socket,
            new OpenConnection(socket, new Peer.Unknown(), () -> 0, 1),
            new ListenerPlan(
                Listener.plain("127.0.0.1", 0),
                HttpLimits.DEFAULT,
                HttpApi.of(() -> new RequestId("request"), Vector.empty(), refusal -> {}),
                (peer, names) -> false,
                Option::none,
                refusal -> {}));
    connection.getParser().close();

    connection.fillInterested();
    connection.fillInterested();

    assertThat(socket.isFillInterested()).isTrue();
  }
}
