package dev.portcullis.adapters.http.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.RequestId;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminEndpointsTest {

  private static final String HTML = "text/html,application/xhtml+xml";

  private final Readiness readiness = new Readiness();

  @Test
  void it_lives_but_is_not_ready_before_it_is_said_to_be() {
    Seq<Endpoint> health = AdminEndpoints.health(readiness);

    Reply before = get(health, "/health/ready", "");
    Reply alive = get(health, "/health/live", "");
    readiness.set(true);
    Reply ready = get(health, "/health/ready", "");
    readiness.set(false);
    Reply after = get(health, "/health/ready", "");

    assertThat(before.status()).isEqualTo(503);
    assertThat(text(before)).isEqualTo("{\"status\":\"OUT_OF_SERVICE\"}");
    assertThat(alive.status()).isEqualTo(200);
    assertThat(text(alive)).isEqualTo("{\"status\":\"UP\"}");
    assertThat(ready.status()).isEqualTo(200);
    assertThat(text(ready)).isEqualTo("{\"status\":\"UP\"}");
    assertThat(after.status()).isEqualTo(503);
  }

  @ParameterizedTest
  @CsvSource({"true, 200, UP", "false, 503, OUT_OF_SERVICE"})
  void warnings_are_shown_and_change_no_status(boolean ready, int status, String word) {
    readiness.set(ready);
    readiness.warn("one", Vector.of("first", "second"));
    readiness.warn("other", Vector.of("third"));

    Reply reply = get(AdminEndpoints.health(readiness), "/health/ready", "");

    assertThat(reply.status()).isEqualTo(status);
    assertThat(text(reply))
        .isEqualTo("{\"status\":\"" + word + "\",\"warnings\":[\"first\",\"second\",\"third\"]}");
  }

  @Test
  void the_warnings_of_one_subject_are_replaced_and_those_of_others_stay() {
    readiness.set(true);
    readiness.warn("one", Vector.of("first"));
    readiness.warn("other", Vector.of("second"));
    readiness.warn("one", Vector.of("third"));

    readiness.warn("other", Vector.empty());

    assertThat(readiness.warnings()).containsExactly("third");
    assertThat(text(get(AdminEndpoints.health(readiness), "/health/live", "")))
        .as("whether the process works")
        .isEqualTo("{\"status\":\"UP\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/plain | old | text/plain; version=0.0.4; charset=utf-8",
        "'' | old | text/plain; version=0.0.4; charset=utf-8",
        "application/openmetrics-text;version=1.0.0,text/plain;q=0.5 | new"
            + " | application/openmetrics-text; version=1.0.0; charset=utf-8"
      })
  void a_scraper_gets_the_exposition_that_it_accepts(String accept, String body, String type) {
    Vector<Endpoint> metrics = Vector.of(AdminEndpoints.metrics(() -> "old", () -> "new"));

    Reply reply = get(metrics, "/metrics", accept);

    assertThat(text(reply)).isEqualTo(body);
    assertThat(header(reply, "Content-Type")).isEqualTo(type);
    assertThat(header(reply, "Vary")).isEqualTo("Accept");
  }

  @Test
  void metrics_of_one_kind_are_read_at_each_request() {
    Counted scrape = new Counted();
    Vector<Endpoint> metrics = Vector.of(AdminEndpoints.metrics(scrape::next));

    String first = text(get(metrics, "/metrics", "application/openmetrics-text"));
    String second = text(get(metrics, "/metrics", ""));

    assertThat(first).isEqualTo("scrape 1");
    assertThat(second).isEqualTo("scrape 2");
  }

  @Test
  void the_index_lists_what_there_is_as_json_and_for_browsers_as_a_page() throws Exception {
    Seq<Endpoint> endpoints =
        AdminEndpoints.withIndex(
            AdminEndpoints.health(readiness)
                .append(AdminEndpoints.metrics(() -> ""))
                .append(AdminEndpoints.text("/other", "text/plain", () -> "")));

    Reply json = get(endpoints, "/", "*/*");
    Reply page = get(endpoints, "/", HTML);

    assertThat(header(json, "Content-Type")).isEqualTo("application/json");
    assertThat(text(json))
        .isEqualTo(
            "{\"/health/live\":\"Whether the process works\","
                + "\"/health/ready\":\"Whether the gateway takes logins, with warnings\","
                + "\"/metrics\":\"Metrics in Prometheus format\"}");
    assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(text(page))
        .contains("<a href=\"/health/ready\">/health/ready</a>", "<a href=\"/metrics\">")
        .doesNotContain("/other", "/doctor");
    assertThat(header(page, "Content-Security-Policy"))
        .isEqualTo(policy(text(page).split("</?style>", -1)[1]));
  }

  @Test
  void a_page_allows_its_own_style_alone() throws Exception {
    Counted content = new Counted();
    Vector<Endpoint> pages = Vector.of(AdminEndpoints.page("/doctor", "p {}", content::next));

    Reply reply = get(pages, "/doctor", "");

    assertThat(text(reply)).isEqualTo("scrape 1");
    assertThat(header(reply, "Content-Security-Policy")).isEqualTo(policy("p {}"));
    assertThat(text(get(pages, "/doctor", ""))).isEqualTo("scrape 2");
  }

  private static String policy(String style) throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
    return "default-src 'none'; style-src 'sha256-"
        + Base64.getEncoder().encodeToString(hash)
        + "'; base-uri 'none'; frame-ancestors 'none'";
  }

  private static Reply get(Seq<Endpoint> endpoints, String path, String accept) {
    return HttpApi.of(() -> new RequestId("r-1"), endpoints)
        .answer(
            new GatewayRequest(
                "GET",
                path,
                "",
                RequestOrigin.of(
                    new Peer.Unix(),
                    name ->
                        name.equals("Accept") && !accept.isEmpty()
                            ? Vector.of(accept)
                            : Vector.empty()),
                limit -> new byte[0]));
  }

  private static String text(Reply reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  private static String header(Reply reply, String name) {
    return reply
        .headers()
        .filter(it -> it.name().equals(name))
        .map(Reply.Header::value)
        .mkString(" | ");
  }

  /** A text that is another at each request. */
  private static final class Counted {

    private int times;

    String next() {
      times++;
      return "scrape " + times;
    }
  }
}
