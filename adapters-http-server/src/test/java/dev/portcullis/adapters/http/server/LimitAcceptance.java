package dev.portcullis.adapters.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.server.Answers.Answer;
import dev.portcullis.adapters.http.server.HttpSettings.Listener;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.Peer;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How many connections there may be, and who gives way. 127.0.0.2 is a trusted proxy, every other
 * address a client.
 */
@Timeout(60)
abstract class LimitAcceptance {

  private static final String PROXY = "127.0.0.2";
  private static final String CLIENT = "127.0.0.3";
  private static final String OTHER = "127.0.0.4";

  private static final String LOGIN =
      "POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
  private static final String WAIT = "GET /wait HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final HttpLimits LIMITS = HttpLimits.DEFAULT.withDrain(Duration.ofSeconds(1));

  private final List<Wire> wires = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private ListenerUnderTest server;

  abstract ServerEngine engine();

  private void open(HttpLimits limits) {
    Peer proxy = new Peer.Inet(IpAddress.parse(PROXY).get());
    server =
        ListenerUnderTest.open(
            engine(), Listener.plain("127.0.0.1", 0), limits, proxy::equals, Option.none());
  }

  @AfterEach
  final void stop() {
    wires.forEach(Wire::close);
    server.close();
  }

  private Wire from(String address) {
    Wire wire = Wire.from(address, server.where(), 0);
    wires.add(wire);
    return wire;
  }

  /** A connection that has carried a request and is kept. */
  private Wire kept(String address) {
    Wire wire = from(address).send(LOGIN);
    assertThat(wire.answer().status()).isEqualTo(200);
    return wire;
  }

  private static boolean serves(Wire wire) {
    return wire.send(LOGIN).answer().status() == 200;
  }

  @Test
  void an_unfinished_head_makes_room_before_a_kept_connection() {
    open(LIMITS.withConnections(4));
    Wire first = kept(CLIENT);
    Wire half = from(CLIENT).send("POST /login HTTP/1.1\r\nHo");
    Wire second = kept(CLIENT);
    Wire third = kept(CLIENT);

    Wire last = kept(OTHER);

    assertThat(half.answers().statuses()).isSubsetOf(408, 503);
    assertThat(List.of(first, second, third, last)).allMatch(LimitAcceptance::serves);
    assertThat(server.settledRefusals()).containsExactly(HttpRefusal.TOO_MANY_CONNECTIONS);
  }

  @Test
  void a_kept_connection_of_a_client_makes_room_before_one_of_a_trusted_proxy() {
    open(LIMITS.withConnections(3));
    Wire proxied = kept(PROXY);
    Wire client = kept(CLIENT);
    Wire later = kept(PROXY);

    Wire last = kept(OTHER);

    assertThat(client.answers().all()).isEmpty();
    assertThat(List.of(proxied, later, last)).allMatch(LimitAcceptance::serves);
  }

  @Test
  void a_request_in_progress_never_makes_room() throws InterruptedException {
    open(LIMITS.withConnections(3));
    List<Wire> busy = IntStream.range(0, 3).mapToObj(i -> from(CLIENT).send(WAIT)).toList();
    boolean wait = server.waits(3);

    Answers refused = from(OTHER).send(LOGIN).answers();
    server.release();
    List<String> answers = busy.stream().map(Wire::answer).map(Answer::body).toList();

    assertThat(wait).isTrue();
    assertThat(refused.statuses()).isSubsetOf(503);
    assertThat(answers).containsOnly("waited");
    assertThat(server.settledRefusals()).containsExactly(HttpRefusal.TOO_MANY_CONNECTIONS);
  }

  @Test
  void hundreds_of_unfinished_heads_do_not_keep_others_out() {
    open(LIMITS.withConnections(50).withConnectionsPerAddress(1000));
    Wire proxied = kept(PROXY);
    for (int i = 0; i < 200; i++) {
      from(CLIENT).send("POST /login HTTP/1.1\r\nHo");
    }
    boolean allAdmitted = ListenerUnderTest.until(() -> server.refusals().size() >= 151);

    List<Wire> others = IntStream.range(0, 20).mapToObj(i -> kept(OTHER)).toList();

    assertThat(allAdmitted).isTrue();
    assertThat(others).allMatch(LimitAcceptance::serves);
    assertThat(serves(proxied)).isTrue();
  }

  @Test
  void an_address_has_a_limit_that_others_do_not_feel() throws InterruptedException {
    open(LIMITS.withConnectionsPerAddress(2));
    List<Wire> busy = IntStream.range(0, 2).mapToObj(i -> from(CLIENT).send(WAIT)).toList();
    boolean wait = server.waits(2);

    Answers refused = from(CLIENT).send(LOGIN).answers();
    boolean others = serves(from(OTHER));
    server.release();
    List<String> answers = busy.stream().map(Wire::answer).map(Answer::body).toList();

    assertThat(wait).isTrue();
    assertThat(refused.statuses()).isSubsetOf(503);
    assertThat(others).isTrue();
    assertThat(answers).containsOnly("waited");
    assertThat(server.settledRefusals())
        .containsExactly(HttpRefusal.TOO_MANY_CONNECTIONS_OF_ADDRESS);
  }

  @Test
  void connections_that_have_ended_no_longer_count() {
    open(LIMITS.withConnections(3).withConnectionsPerAddress(2));

    for (int i = 0; i < 20; i++) {
      try (Wire wire = Wire.from(CLIENT, server.where(), 0)) {
        Answers answers = wire.send(LOGIN).shut().answers();

        assertThat(answers.statuses()).containsExactly(200);
      }
    }
    assertThat(server.refusals()).isEmpty();
  }

  @Test
  void a_trusted_proxy_has_no_limit_of_an_address() {
    open(LIMITS.withConnectionsPerAddress(2));

    List<Wire> all = IntStream.range(0, 20).mapToObj(i -> kept(PROXY)).toList();

    assertThat(all).allMatch(LimitAcceptance::serves);
    assertThat(server.refusals()).isEmpty();
  }

  @Test
  void the_last_request_of_a_connection_is_answered_with_a_close() {
    open(LIMITS.withRequestsPerConnection(3));

    Answers answers = from(CLIENT).send(LOGIN.repeat(5)).answers();

    assertThat(answers.statuses()).containsExactly(200, 200, 200);
    assertThat(answers.all().map(Answer::closes)).containsExactly(false, false, true);
    assertThat(server.seen()).hasSize(3);
    assertThat(server.refusals()).isEmpty();
  }
}
