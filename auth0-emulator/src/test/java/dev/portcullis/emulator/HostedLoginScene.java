package dev.portcullis.emulator;

import static dev.portcullis.emulator.tenant.DemoTenant.SPA_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.WEB_CLIENT_ID;

import dev.portcullis.emulator.NodeFolder.Running;
import dev.portcullis.emulator.observed.LogEvent;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.ApplicationUrls;
import dev.portcullis.testkit.browser.Browser;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.Keys;

/** An emulator, a browser, and the address of an application that is registered there. */
final class HostedLoginScene implements AutoCloseable {

  private final Auth0Emulator emulator;
  private final Browser browser;
  private final int port;
  private final String base;
  private @Nullable Running app;

  private HostedLoginScene(Auth0Emulator emulator, Browser browser, int port) {
    this.emulator = emulator;
    this.browser = browser;
    this.port = port;
    this.base = "http://localhost:" + port;
  }

  static HostedLoginScene overHttp() throws IOException {
    return open(
        TestSettings.at(InstantSource.system()).withIssuer(URI.create("http://localhost:0/")),
        Browser::open);
  }

  /** For SDKs that require it; the folder is for the emulator's certificates. */
  static HostedLoginScene overHttps(Path tls) throws IOException {
    return open(
        TestSettings.at(InstantSource.system())
            .withTls(tls)
            .withIssuer(URI.create("https://localhost:0/")),
        Browser::acceptingEveryCertificate);
  }

  private static HostedLoginScene open(EmulatorSettings settings, Supplier<Browser> browser)
      throws IOException {
    HostedLoginScene scene =
        new HostedLoginScene(Auth0Emulator.start(settings), browser.get(), freePort());
    scene.register();
    return scene;
  }

  private void register() {
    ApplicationUrls urls =
        ApplicationUrls.NONE
            .withCallbacks(List.of(base, base + "/callback", base + "/auth/callback"))
            .withLogoutUrls(List.of(base))
            .withWebOrigins(List.of(base));
    emulator
        .tenant()
        .configure(
            tenant ->
                List.of(WEB_CLIENT_ID, SPA_CLIENT_ID)
                    .forEach(
                        id ->
                            tenant.application(
                                tenant.build().application(id).orElseThrow().withUrls(urls))));
  }

  Auth0Emulator emulator() {
    return emulator;
  }

  Browser browser() {
    return browser;
  }

  /** The application's address, without a slash at its end. */
  String base() {
    return base;
  }

  /** The issuer, without a slash at its end. */
  String issuer() {
    return emulator.issuer().replaceAll("/$", "");
  }

  /**
   * Starts the application, which trusts the emulator's certificate; one that is running is
   * stopped.
   */
  void start(String file, Map<String, Object> options, Map<String, String> environment)
      throws Exception {
    stop();
    Map<String, Object> withPort = new LinkedHashMap<>(options);
    withPort.put("port", port);
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.put("APP", Client.JSON.writeValueAsString(withPort));
    emulator.caFile().ifPresent(ca -> all.put("NODE_EXTRA_CA_CERTS", ca.toString()));
    app = NodeFolder.start(file, all);
  }

  private void stop() throws IOException {
    if (app != null) {
      app.close();
    }
  }

  /** Opens a page of the application. */
  void visit(String path) {
    browser.go(URI.create(base + path));
  }

  void logIn(String username, String password) {
    await("Log in");
    browser.find("#username").sendKeys(username);
    browser.find("#password").sendKeys(password, Keys.ENTER);
  }

  void logInAfterAWrongPassword(String username, String password) {
    logIn(username, "wrong");
    browser.awaitText("#alert", "Wrong e-mail address or password.");
    browser.find("#password").sendKeys(password, Keys.ENTER);
  }

  /** Waits for this heading; a failure shows what the browser and the application have. */
  void await(String heading) {
    try {
      browser.awaitText("h1", heading);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          browser.driver().getCurrentUrl()
              + ": "
              + browser.text("body")
              + browser.consoleErrors()
              + (app == null ? "" : app.output()),
          e);
    }
  }

  /** The codes of the tenant's log events, oldest first. */
  List<String> types() {
    return emulator.tenant().logs().stream().map(LogEvent::type).map(LogType::code).toList();
  }

  @Override
  public void close() throws IOException {
    stop();
    browser.close();
    emulator.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
