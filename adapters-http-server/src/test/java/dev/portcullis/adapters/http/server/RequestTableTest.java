package dev.portcullis.adapters.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.server.RequestTable.Row;
import dev.portcullis.adapters.http.server.WrongServer.Mistake;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the tables fails on a server that gets it wrong. */
@Timeout(60)
class RequestTableTest {

  static Stream<Row> rows() {
    return BehindProxyAcceptance.rows();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void a_row_fails_on_one_of_the_wrong_servers(Row row) {
    Stream<Mistake> failing =
        Stream.of(Mistake.values())
            .filter(
                error -> {
                  try (WrongServer server = new WrongServer(error)) {
                    var outcome = server.outcome(row.bytes() + RequestTable.NEXT);
                    return row.endings().forAll(ending -> !ending.is(outcome));
                  }
                });

    assertThat(failing).isNotEmpty();
  }
}
