package dev.portcullis.bootstrap.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** {@code pages.listeners} says which listeners serve the pages. */
class PagesListenersTest {

  @Test
  void a_listener_that_is_not_named_serves_the_api_alone() throws Exception {
    try (PagesFixture pages = PagesFixture.servedAt("pages")) {
      assertThat(status(pages.page("/login"))).isEqualTo(200);
      assertThat(status(users(pages, "/login?at_origin=1"))).isEqualTo(404);
      assertThat(status(users(pages, "/session"))).isEqualTo(404);
      assertThat(status(users(pages, "/openapi.yaml"))).isEqualTo(200);
    }
  }

  @Test
  void without_names_all_serve_them() throws Exception {
    try (PagesFixture pages = new PagesFixture()) {
      assertThat(status(pages.page("/login"))).isEqualTo(200);
      assertThat(status(users(pages, "/login?at_origin=1"))).isEqualTo(200);
    }
  }

  private static URI users(PagesFixture pages, String path) {
    return URI.create("http://127.0.0.1:" + pages.port() + path);
  }

  private static int status(URI address) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
          .statusCode();
    }
  }
}
