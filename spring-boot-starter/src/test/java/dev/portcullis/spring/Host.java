package dev.portcullis.spring;

import dev.portcullis.emulator.junit.EmulatedTenant;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A Spring Boot application with pages of its own, on a free port of 127.0.0.1. */
public final class Host implements AutoCloseable {

  /** What an application without beans of its own needs to start. */
  public static final List<String> TENANT =
      List.of(
          "portcullis.auth0.domain=tenant.example.com",
          "portcullis.auth0.client-id=some-client",
          "portcullis.auth0.client-secret=some-secret");

  /** nginx on this machine is the proxy, and these addresses play the users. */
  public static final List<String> ADDRESSES =
      List.of(
          "portcullis.client-ip.trusted-proxies=127.0.0.0/8",
          "portcullis.client-ip.private-result.allow=203.0.113.0/24,198.51.100.0/24");

  private final ConfigurableApplicationContext context;
  private final HttpClient client = HttpClient.newHttpClient();

  private Host(ConfigurableApplicationContext context) {
    this.context = context;
  }

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {

    @Bean
    Pages pages() {
      return new Pages();
    }
  }

  @RestController
  static class Pages {

    @GetMapping("/who")
    String who(HttpServletRequest request) {
      return request.getRemoteAddr();
    }
  }

  public static List<String> tenant(EmulatedTenant tenant) {
    return List.of(
        "portcullis.auth0.domain=" + tenant.address(),
        "portcullis.auth0.client-id=" + tenant.clientId(),
        "portcullis.auth0.client-secret=" + tenant.clientSecret());
  }

  public static List<String> all(List<String> first, List<String> second, String... more) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    all.addAll(List.of(more));
    return all;
  }

  /** Starts it with these properties and, beside its own, these configuration classes. */
  public static Host start(List<String> properties, Class<?>... more) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--server.port=0");
    arguments.add("--server.address=127.0.0.1");
    properties.forEach(it -> arguments.add("--" + it));
    return new Host(
        new SpringApplicationBuilder(Application.class)
            .sources(more)
            .bannerMode(Banner.Mode.OFF)
            .run(arguments.toArray(String[]::new)));
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  ConfigurableApplicationContext context() {
    return context;
  }

  URI address(String path) {
    return URI.create(
        "http://127.0.0.1:"
            + context.getEnvironment().getRequiredProperty("local.server.port")
            + path);
  }

  public HttpResponse<String> get(String path, String... headers) throws Exception {
    return send(HttpRequest.newBuilder(address(path)), headers);
  }

  public HttpResponse<String> logIn(String user, String password, String forwardedFor)
      throws Exception {
    return post(
        "/api/auth",
        "username=" + user + "&password=" + password.replace(' ', '+'),
        "X-Forwarded-For",
        forwardedFor);
  }

  public HttpResponse<String> post(String path, String form, String... headers) throws Exception {
    return send(
        HttpRequest.newBuilder(address(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)),
        headers);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String... headers)
      throws IOException, InterruptedException {
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    context.close();
    client.close();
  }
}
