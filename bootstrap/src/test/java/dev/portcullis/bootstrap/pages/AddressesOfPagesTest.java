package dev.portcullis.bootstrap.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.tenant.DemoTenant;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A login on a page has an address as every other login has, or is none. */
class AddressesOfPagesTest {

  private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

  private final PagesFixture pages = new PagesFixture();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    http.close();
    pages.close();
  }

  private HttpResponse<String> logIn(String forwardedFor) throws Exception {
    URI login = URI.create("http://127.0.0.1:" + pages.port() + "/login?at_origin=1");
    HttpResponse<String> form =
        http.send(HttpRequest.newBuilder(login).build(), BodyHandlers.ofString());
    Matcher token = TOKEN.matcher(form.body());
    assertThat(token.find()).isTrue();
    return http.send(
        HttpRequest.newBuilder(login)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Cookie", form.headers().firstValue("set-cookie").orElse("").split(";", 2)[0])
            .header("X-Forwarded-For", forwardedFor)
            .POST(
                BodyPublishers.ofString(
                    "username="
                        + DemoTenant.ALICE
                        + "&password="
                        + URLEncoder.encode(DemoTenant.ALICE_PASSWORD, StandardCharsets.UTF_8)
                        + "&csrf="
                        + token.group(1)))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void the_tenant_is_told_whose_login_it_is() throws Exception {
    HttpResponse<String> reply = logIn("203.0.113.9");

    assertThat(reply.statusCode()).isEqualTo(303);
    assertThat(pages.tenant.tenant().logs().getLast().ip()).isEqualTo("203.0.113.9");
  }

  @Test
  void an_address_that_cannot_be_known_is_said_on_a_page_and_nobody_is_asked() throws Exception {
    HttpResponse<String> reply = logIn("unknown");

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body()).contains("Your network address is unknown").contains("<code>");
    assertThat(pages.tenant.tenant().received()).isEmpty();
  }
}
