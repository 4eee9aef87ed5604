package dev.portcullis.emulator.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.internal.http.Parameters.Malformed;
import dev.portcullis.emulator.internal.http.Parameters.Parsed;
import dev.portcullis.emulator.internal.http.Parameters.Reading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

  private static final String JSON =
      """
      {"text":"a b","empty":"","null":null,"yes":true,"no":false,"number":7,
       "texts":["a","b c"],"mixed":["a",1],"members":{"a":"b"},"deep":{"a":{"b":"c"}}}\
      """;

  private static Reading read(String type, String body) {
    return Parameters.ofBody(
        new Request(
            "POST",
            "/",
            "",
            Map.of("content-type", List.of(type)),
            body.getBytes(UTF_8),
            IpLiteral.of("192.0.2.1")));
  }

  private static Parameters json() {
    return ((Parsed) read("application/json", JSON)).parameters();
  }

  @Test
  void a_text_is_neither_empty_nor_of_another_type() {
    Parameters parameters = json();

    assertThat(parameters.text("text")).contains("a b");
    for (String name :
        List.of("empty", "null", "yes", "number", "texts", "mixed", "members", "deep", "absent")) {
      assertThat(parameters.text(name)).as(name).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "yes, true",
    "no, false",
    "absent, false",
    "empty, false",
    "null, false",
    "text, -",
    "number, -",
    "texts, -",
    "members, -"
  })
  void a_flag_is_a_boolean_and_absent_it_is_false(String name, String flag) {
    assertThat(json().flag(name))
        .isEqualTo(Optional.of(flag).filter(it -> !it.equals("-")).map(Boolean::valueOf));
  }

  @ParameterizedTest
  @CsvSource({"true, true", "false, false", "'', false", "TRUE, -", "1, -"})
  void in_a_form_a_flag_is_its_text(String value, String flag) {
    Parameters form =
        ((Parsed) read("application/x-www-form-urlencoded", "f=" + value)).parameters();

    assertThat(form.flag("f"))
        .isEqualTo(Optional.of(flag).filter(it -> !it.equals("-")).map(Boolean::valueOf));
  }

  @Test
  void items_are_a_list_or_words_and_members_are_texts() {
    Parameters parameters = json();

    assertThat(parameters.items("text")).contains(List.of("a", "b"));
    assertThat(parameters.items("texts")).contains(List.of("a", "b c"));
    assertThat(parameters.items("absent")).contains(List.of());
    assertThat(parameters.items("null")).contains(List.of());
    assertThat(
            List.of(
                parameters.items("mixed"),
                parameters.items("yes"),
                parameters.items("members"),
                parameters.items("number")))
        .containsOnly(Optional.empty());
    assertThat(parameters.members("members")).contains(Map.of("a", "b"));
    assertThat(parameters.members("absent")).contains(Map.of());
    assertThat(parameters.members("empty")).contains(Map.of());
    assertThat(
            List.of(
                parameters.members("text"), parameters.members("deep"), parameters.members("yes")))
        .containsOnly(Optional.empty());
  }

  @Test
  void a_wrong_type_is_what_is_present_and_no_text() {
    Parameters parameters = json();

    assertThat(List.of("text", "absent", "empty", "null")).noneMatch(parameters::isOfWrongType);
    assertThat(List.of("yes", "number", "texts", "mixed", "members", "deep"))
        .allMatch(parameters::isOfWrongType);
  }

  @Test
  void a_length_is_that_of_all_texts_of_a_parameter() {
    Parameters parameters = json();

    assertThat(parameters.length("text")).isEqualTo(3);
    assertThat(parameters.length("texts")).isEqualTo(6);
    assertThat(parameters.length("members")).isEqualTo(1);
    assertThat(parameters.length("yes")).isZero();
    assertThat(parameters.length("absent")).isZero();
  }

  @Test
  void texts_and_names_are_those_that_are_there() {
    Parameters parameters = json();

    assertThat(parameters.texts()).isEqualTo(Map.of("text", "a b", "texts", "a b c"));
    assertThat(parameters.names()).contains("text", "yes").doesNotContain("empty", "null");
    assertThat(parameters.toString()).contains("text").doesNotContain("a b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "APPLICATION/JSON",
        "application/json; charset=utf-8",
        "application/json ;charset=utf-8"
      })
  void the_content_type_is_read_without_its_parameters(String type) {
    assertThat(read(type, "{}")).isInstanceOf(Parsed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "", "application/jsonp", "multipart/form-data"})
  void another_content_type_is_refused(String type) {
    assertThat(read(type, "{}"))
        .isEqualTo(new Malformed("Content-Type must be a form or application/json"));
  }

  @ParameterizedTest
  @CsvSource({"a=%C3%A4+b, ä b", "a=%2B, +", "a=b=c, b=c", "'&a=b&&', b", "%61=b, b", "a=%7e, ~"})
  void a_form_is_decoded(String body, String value) {
    Parameters form = ((Parsed) read("application/x-www-form-urlencoded", body)).parameters();

    assertThat(form.texts()).isEqualTo(Map.of("a", value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%", "a=%4", "a=%g0", "a=%0g", "%ff=a", "a=b&a=c", "a=1&%61=2"})
  void a_form_that_is_malformed_is_refused_without_being_quoted(String body) {
    assertThat(read("application/x-www-form-urlencoded", body))
        .isInstanceOfSatisfying(
            Malformed.class, malformed -> assertThat(malformed.reason()).doesNotContain(body));
  }
}
