package dev.portcullis.adapters.http.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.exchange.FieldProblem;
import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.control.Validation;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same fields mean the same in a query, a form and JSON. */
class FieldsTest {

  private static final Set<String> KNOWN = HashSet.of("return_to", "code");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      textBlock =
          """
          return_to=%2Forders%3Fa%3D1     | /orders?a=1
          code=1&return_to=a+b            | a b
          return_to=a&utm=1&utm=2         | a
          return_to                       | ''
          return_to=a&return_to=b         | ''
          return_to=a&x=%                 | ''
          return_to=%ff                   | ''
          ''                              | ''
          """)
  void a_query_is_read_strictly_and_unknown_fields_are_ignored(String query, String returnTo) {
    assertThat(Fields.ofQuery(query, KNOWN).get("return_to")).isEqualTo(returnTo);
  }

  @Test
  void a_form_and_json_have_the_same_fields() {
    Fields form = read(Fields.Format.FORM, "code=12+3&other=x");
    Fields json = read(Fields.Format.JSON, "{\"code\":\"12 3\",\"other\":{}}");

    assertThat(form.get("code")).isEqualTo("12 3").isEqualTo(json.get("code"));
    assertThat(form.has("other")).isFalse();
    assertThat(json.has("other")).isFalse();
    assertThat(form.get("return_to")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"code=, empty", "other=, missing (expected: a string)"})
  void a_field_without_a_value_is_not_a_missing_one(String form, String problem) {
    Fields fields = read(Fields.Format.FORM, form);

    assertThat(fields.required("code", text -> Validation.invalid("empty" + text)).getError())
        .containsExactly(new FieldProblem("code", problem));
  }

  @Test
  void no_value_is_printed() {
    assertThat(read(Fields.Format.FORM, "code=secret-7"))
        .hasToString("Fields[code]")
        .asString()
        .doesNotContain("secret-7");
  }

  private static Fields read(Fields.Format format, String body) {
    return Fields.read(format, body.getBytes(StandardCharsets.UTF_8), KNOWN).get();
  }
}
