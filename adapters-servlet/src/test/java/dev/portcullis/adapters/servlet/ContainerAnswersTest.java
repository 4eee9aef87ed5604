package dev.portcullis.adapters.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.testkit.http.HttpBinding;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table in docs/reference/servlet.md of what the containers answer themselves. */
@Timeout(60)
class ContainerAnswersTest {

  /** What the API sets, and the framing. */
  private static final Set<String> OURS =
      Set.of(
          "Content-Type",
          "Content-Length",
          "Cache-Control",
          "X-Content-Type-Options",
          "X-Request-Id",
          "Connection");

  private static final Named<Function<TestApi, HttpBinding>> TOMCAT =
      Named.of(
          "Tomcat",
          gateway ->
              new TomcatHost().engineValve(PortcullisValve.answering(gateway.api())).started());

  private static final Named<Function<TestApi, HttpBinding>> JETTY =
      Named.of(
          "Jetty",
          gateway -> new JettyHost().servlet(new PortcullisServlet(gateway.api())).started());

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of(TOMCAT, "TRACE /api/auth", "405", false),
        Arguments.of(JETTY, "TRACE /api/auth", "405", true),
        Arguments.of(TOMCAT, "OPTIONS *", "200", false),
        Arguments.of(JETTY, "OPTIONS *", "404", false),
        Arguments.of(TOMCAT, "GET /a%2Fb", "400", false),
        Arguments.of(JETTY, "GET /a%2Fb", "400", false),
        Arguments.of(TOMCAT, "GET /a;b=c", "404", true),
        Arguments.of(JETTY, "GET /a;b=c", "404", true),
        Arguments.of(TOMCAT, "PROPFIND /api/auth", "501", true),
        Arguments.of(JETTY, "PROPFIND /api/auth", "501", true));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void a_request_is_answered_by_the_api_or_by_the_container(
      Function<TestApi, HttpBinding> start, String request, String status, boolean problem) {
    try (HttpBinding host = start.apply(new TestApi())) {
      String answer =
          Talk.with(host, request + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

      assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
      assertThat(answer.contains("application/problem+json")).isEqualTo(problem);
    }
  }

  static Stream<Arguments> added() {
    return Stream.of(
        Arguments.of(TOMCAT, new String[] {"Date"}),
        Arguments.of(JETTY, new String[] {"Date", "Server"}));
  }

  @ParameterizedTest
  @MethodSource("added")
  void the_container_adds_these_fields_alone(
      Function<TestApi, HttpBinding> start, String[] fields) {
    try (HttpBinding host = start.apply(new TestApi())) {
      String answer = Talk.with(host, TestApi.login("X-Forwarded-For: 192.0.2.7"));

      assertThat(
              answer
                  .substring(0, answer.indexOf("\r\n\r\n"))
                  .lines()
                  .skip(1)
                  .map(line -> line.substring(0, line.indexOf(':')))
                  .filter(name -> !OURS.contains(name)))
          .containsExactlyInAnyOrder(fields);
    }
  }
}
