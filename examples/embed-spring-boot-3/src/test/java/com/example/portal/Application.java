package com.example.portal;

import dev.portcullis.emulator.junit.EmulatedTenant;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A started application on a free port, and a client of it. */
public record Application(ConfigurableApplicationContext context, HttpClient client)
    implements AutoCloseable {

  /** Starts an application that has this tenant. */
  public static Application start(Class<?> main, EmulatedTenant tenant, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--auth0.url=" + tenant.address(),
                "--auth0.client-id=" + tenant.clientId(),
                "--auth0.client-secret=" + tenant.clientSecret()));
    arguments.addAll(List.of(more));
    return new Application(
        new SpringApplicationBuilder(main).run(arguments.toArray(String[]::new)),
        HttpClient.newHttpClient());
  }

  public HttpResponse<String> logIn(String password, String forwardedFor) throws Exception {
    return post(
        "/login",
        "username=ada%40example.com&password=" + password.replace(' ', '+'),
        "x-www-form-urlencoded",
        forwardedFor);
  }

  public HttpResponse<String> post(String path, String body, String type, String forwardedFor)
      throws Exception {
    return client.send(
        request(path, forwardedFor)
            .header("Content-Type", "application/" + type)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  public HttpResponse<String> get(String path, String forwardedFor) throws Exception {
    return client.send(request(path, forwardedFor).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path, String forwardedFor) {
    return HttpRequest.newBuilder(
            URI.create(
                "http://127.0.0.1:"
                    + context.getEnvironment().getRequiredProperty("local.server.port")
                    + path))
        .header("X-Forwarded-For", forwardedFor);
  }

  @Override
  public void close() {
    context.close();
    client.close();
  }
}
