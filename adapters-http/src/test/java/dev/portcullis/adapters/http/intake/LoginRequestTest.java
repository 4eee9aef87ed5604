package dev.portcullis.adapters.http.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.exchange.FieldProblem;
import dev.portcullis.adapters.http.intake.Fields.Format;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.domain.login.LoginAttempt;
import dev.portcullis.testkit.Fixtures;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.control.Either;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.net.URLEncoder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginRequestTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2",
        " leading and trailing ",
        "a+b&c=d%20e;f",
        "\"quoted\" \\ back\\u0041",
        "pässwörd ☃ 😀",
        "tab\tnewline\nreturn\r",
        "\u0000nul",
        "null",
        "ﬁ ligature and e\u0301",
      })
  void an_odd_password_arrives_unchanged_in_json_and_in_a_form(String password) {
    String json = "{\"username\":\"ada@example.com\",\"password\":" + quoted(password) + "}";
    String form = "username=ada%40example.com&password=" + URLEncoder.encode(password, UTF_8);

    assertThat(attempt(Format.JSON, json).credentials().password().reveal()).isEqualTo(password);
    assertThat(attempt(Format.FORM, form).credentials().password().reveal()).isEqualTo(password);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"text\"",
        "{\"username\":\"a\",\"password\":\"b\"",
        "{\"username\":\"a\",\"password\":\"b\"}}",
        "{\"username\":\"a\",\"password\":\"b\"} {}",
        "{\"username\":\"a\",\"username\":\"c\",\"password\":\"b\"}",
        "{'username':'a','password':'b'}",
        "{\"username\":\"a\",\"password\":\"b\",}",
        "{\"username\":\"a\",\"password\":\"b\",\"x\":[[[[[[[[[[]]]]]]]]]]}",
        "{\"username\":NaN,\"password\":\"b\"}",
        "\uFEFF{\"username\":\"a\",\"password\":\"b\"}",
      })
  void a_body_that_is_not_one_json_object_is_refused(String json) {
    Either<FieldProblem, Fields> read = fields(Format.JSON, json.getBytes(UTF_8));

    assertThat(read.isLeft()).isTrue();
    assertThat(read.getLeft().field()).isEqualTo("body");
  }

  @ParameterizedTest
  @ValueSource(strings = {"12", "true", "null", "[\"b\"]", "{\"a\":\"b\"}"})
  void a_password_that_is_not_a_string_is_refused_by_name(String value) {
    String json = "{\"username\":\"a\",\"password\":" + value + "}";

    Either<FieldProblem, Fields> read = fields(Format.JSON, json.getBytes(UTF_8));

    assertThat(read.getLeft().field()).isEqualTo("password");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "username=a&password=%",
        "username=a&password=%4",
        "username=a&password=%zz",
        "username=a&password=%FF",
        "username=a&password=%C3%28",
        "username=a&password=%ED%A0%80",
        "username=a&password=b&password=c",
        "username=a&username=a&password=b",
      })
  void a_form_that_could_be_read_in_two_ways_is_refused(String form) {
    Either<FieldProblem, Fields> read = fields(Format.FORM, form.getBytes(UTF_8));

    assertThat(read.isLeft()).isTrue();
  }

  @Test
  void a_body_that_is_not_utf_8_is_refused() {
    String json = "{\"username\":\"a\",\"password\":\"ü\"}";

    assertThat(fields(Format.JSON, json.getBytes(ISO_8859_1)).isLeft()).isTrue();
    assertThat(fields(Format.JSON, json.getBytes(UTF_16)).isLeft()).isTrue();
  }

  @Test
  void every_missing_field_is_named_at_once() {
    Seq<FieldProblem> problems = problems(Format.JSON, "{}");

    assertThat(problems.map(FieldProblem::field)).containsExactly("username", "password");
  }

  @Test
  void what_would_change_the_token_is_not_taken_from_callers() {
    Seq<FieldProblem> problems =
        problems(
            Format.FORM, "username=a&password=b&scope=admin&realm=other&audience=https://other");

    assertThat(problems.map(FieldProblem::field)).containsExactly("audience", "scope", "realm");
    assertThat(problems.map(FieldProblem::detail))
        .allMatch(detail -> detail.contains("callers.may-choose."))
        .allMatch(detail -> detail.contains("expected: absent"))
        .noneMatch(detail -> detail.contains("other"));
  }

  @Test
  void what_the_operator_lists_is_taken_from_callers_and_nothing_else() {
    CallerChoices choices =
        new CallerChoices(
            HashSet.of("https://api.example.com"), HashSet.of("openid", "email"), HashSet.of("db"));
    String login = "username=a&password=b";

    GrantRequest all =
        read(
                Format.FORM,
                login + "&audience=https://api.example.com&scope=email+openid&realm=db",
                choices)
            .get()
            .request();

    assertThat(all.audience()).containsExactly("https://api.example.com");
    assertThat(all.scope().get()).hasToString("email openid");
    assertThat(all.realm()).containsExactly("db");
    for (String other :
        List.of(
            "audience=https://api.example.com/",
            "audience=",
            "scope=openid+admin",
            "scope=",
            "realm=DB")) {
      assertThat(read(Format.FORM, login + "&" + other, choices).getError())
          .extracting(FieldProblem::field)
          .containsExactly(other.substring(0, other.indexOf('=')));
      assertThat(read(Format.FORM, login + "&" + other, choices).getError().head().detail())
          .doesNotContain("absent");
    }
    assertThat(attempt(Format.FORM, login).request()).isEqualTo(GrantRequest.AS_CONFIGURED);
  }

  @Test
  void members_that_mean_nothing_here_are_ignored() {
    LoginAttempt attempt =
        attempt(
            Format.JSON,
            "{\"remember\":{\"me\":[true]},\"username\":\"ada@example.com\",\"password\":\"b\"}");

    assertThat(attempt.credentials().identifier().value()).isEqualTo("ada@example.com");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/json                                   | JSON
          Application/JSON; charset=UTF-8                    | JSON
          application/json;charset="utf-8"                   | JSON
          application/x-www-form-urlencoded                  | FORM
          application/x-www-form-urlencoded ; charset=utf-8  | FORM
          application/json; charset=iso-8859-1               |
          text/plain                                         |
          text/json                                          |
          multipart/form-data; boundary=x                    |
          application/jsonx                                  |
          """)
  void the_content_type_says_how_to_read(String contentType, Format expected) {
    assertThat(Fields.format(contentType)).isEqualTo(Option.of(expected));
  }

  private static LoginAttempt attempt(Format format, String body) {
    return read(format, body).get();
  }

  private static Seq<FieldProblem> problems(Format format, String body) {
    return read(format, body).getError();
  }

  private static Validation<Seq<FieldProblem>, LoginAttempt> read(Format format, String body) {
    return read(format, body, CallerChoices.NONE);
  }

  private static Validation<Seq<FieldProblem>, LoginAttempt> read(
      Format format, String body, CallerChoices choices) {
    return LoginRequest.toAttempt(
        fields(format, body.getBytes(UTF_8)).get(), Fixtures.requester("203.0.113.7"), choices);
  }

  private static Either<FieldProblem, Fields> fields(Format format, byte[] body) {
    return Fields.read(format, body, LoginRequest.FIELDS);
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
