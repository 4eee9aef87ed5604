package dev.portcullis.adapters.auth0.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.doctor.tenant.LogEvent;
import io.vavr.collection.Seq;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deliveries of a log stream, in each of Auth0's formats. */
class Auth0EventsTest {

  private static final String ONE =
      "{'log_id':'one','data':{'log_id':'one','type':'sepft','date':'2026-01-15T10:30:00.000Z',"
          + "'user_name':'ünal'}}";
  private static final String TWO = ONE.replace("one", "two");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      quoteCharacter = '"',
      value = {
        "ONE~TWO             | one two",
        "ONE~TWO~            | one two",
        "[ONE,TWO]           | one two",
        "[ONE,~TWO]          | one two",
        "ONE                 | one",
        "ONE~{'log~TWO       | one two",
        "not JSON~ONE~~TWO   | one two",
        "ONE~TWO}            | one",
        "ONE~{'a':1}~[]~TWO  | one two",
        "ONE~[1,null]~7~TWO  | one two",
        "[ONE,TWO            | none",
        "not JSON            | none",
        "~                   | none"
      })
  void every_event_of_a_delivery_is_read_and_nothing_else(String delivery, String ids) {
    String body =
        delivery.replace('~', '\n').replace("ONE", ONE).replace("TWO", TWO).replace('\'', '"');

    Seq<LogEvent> events = Auth0Events.ofStream(body.getBytes(UTF_8));

    assertThat(events.map(LogEvent::id).mkString(" ")).isEqualTo(ids == null ? "" : ids);
    assertThat(events).allMatch(event -> event.userName().equals("ünal"));
  }
}
