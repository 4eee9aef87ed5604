package dev.portcullis.bootstrap.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.bootstrap.doctor.DoctorFile;
import dev.portcullis.bootstrap.doctor.TenantAdmin;
import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.bootstrap.wiring.Gateway;
import dev.portcullis.bootstrap.wiring.ProductionComponent;
import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.mfa.Authenticator;
import dev.portcullis.domain.mfa.AuthenticatorId;
import dev.portcullis.domain.mfa.AuthenticatorsOutcome;
import dev.portcullis.domain.mfa.ChallengeOutcome;
import dev.portcullis.domain.mfa.EnrollmentOutcome;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.mfa.OobCode;
import dev.portcullis.domain.mfa.OtpSecret;
import dev.portcullis.domain.mfa.RecoveryCode;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import dev.portcullis.domain.reset.ResetOutcome;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.testkit.browser.Browser;
import dev.portcullis.testkit.browser.Browser.ColorScheme;
import dev.portcullis.testkit.browser.Gallery;
import dev.portcullis.testkit.browser.Illustration;
import io.vavr.collection.HashSet;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Every page that a gateway serves, as a picture in {@code target/pages}: readable by everybody, in
 * the dark, on a narrow screen. Every answer of the tenant has the page that
 * docs/reference/outcomes.md says. {@code -Dportcullis.pages.language=de} takes the pictures in
 * another language.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EveryPageTest {

  private static final String LANGUAGE = System.getProperty("portcullis.pages.language", "en");

  /** Name, status, code and description of an answer of Auth0, and the title of its page. */
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| `([a-z-]+)` \\| (\\d{3})[^`|]*`([a-z_]+)`(?:, \"([^\"]+)\")?[^|]*"
              + "\\|[^|]*\\|[^|“]*“([^”]+)”");

  /** Goes on elsewhere, is the form again, or is no answer. */
  private static final Set<String> NO_PAGE =
      Set.of(
          "granted",
          "mfa-required",
          "wrong-credentials",
          "attempts-limited",
          "unreachable",
          "overloaded",
          "no-answer");

  /** What an icon and a colour distinguish. */
  private static final java.util.Map<String, String> SIGNS =
      java.util.Map.of(
          "password-leaked", "leaked",
          "brute-force-blocked", "blocked",
          "user-blocked", "blocked",
          "ip-throttled", "throttled",
          "too-many-logins", "throttled",
          "rate-limited", "throttled");

  private static final Properties TEXTS = texts();

  @TempDir private static Path directory = Path.of(".");

  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  @SuppressWarnings("NullAway.Init")
  private static Gallery gallery;

  /** A gateway in front of an emulated tenant. */
  @SuppressWarnings("NullAway.Init")
  private static PagesFixture pages;

  /** Pages of outcomes that no single answer of a tenant leads to. */
  @SuppressWarnings("NullAway.Init")
  private static ScriptedPages scripted;

  @SuppressWarnings("NullAway.Init")
  private static DoctorSite doctor;

  @BeforeAll
  static void open() throws IOException {
    browser = Browser.open();
    gallery = Gallery.of(browser);
    pages = new PagesFixture();
    scripted = new ScriptedPages();
    doctor = new DoctorSite(directory);
  }

  @AfterAll
  static void close() throws IOException {
    if (browser != null) {
      gallery.close();
      browser.close();
      doctor.close();
      scripted.close();
      pages.close();
    }
  }

  @BeforeEach
  void anew() {
    browser.driver().manage().deleteAllCookies();
    send(java.util.Map.of("Accept-Language", LANGUAGE, "X-Forwarded-For", "203.0.113.7"));
    browser.sized(360, 740).preferring(ColorScheme.DARK);
  }

  private static void send(java.util.Map<String, String> headers) {
    ChromeDriver driver = (ChromeDriver) browser.driver();
    driver.executeCdpCommand("Network.enable", java.util.Map.of());
    driver.executeCdpCommand("Network.setExtraHTTPHeaders", java.util.Map.of("headers", headers));
  }

  /** A doctor's report, and a doctor that has not finished its first. */
  private static final class DoctorSite implements AutoCloseable {

    private final Auth0Emulator tenant = EmulatedTenant.start();
    private final ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Map<String, Seq<Endpoint>> endpoints;
    private final Gateway.Running done;
    private final Path waitingFile;
    private Option<Gateway.Running> waiting = Option.none();

    DoctorSite(Path directory) throws IOException {
      Path file = DoctorFile.in(directory, tenant);
      try (TenantAdmin admin = new TenantAdmin(tenant)) {
        admin.patch(TenantAdmin.GATEWAY, "{\"is_token_endpoint_ip_header_trusted\":false}");
        admin.patch(
            TenantAdmin.BRUTE_FORCE, "{\"max_attempts\":100,\"mode\":\"count_per_identifier\"}");
      }
      Gateway wired = gateway(file);
      this.endpoints = wired.endpoints();
      this.done = wired.start();
      this.waitingFile =
          Files.createDirectory(directory.resolve("waiting")).resolve("portcullis.yaml");
      Files.writeString(
          waitingFile,
          Files.readString(file)
              .replace(tenant.baseUri().toString(), "http://127.0.0.1:" + silent.getLocalPort()));
    }

    private static Gateway gateway(Path file) {
      return ProductionComponent.gateway(
          SettingsReader.read(file, java.util.Map.of())
              .toEither()
              .map(
                  settings -> settings.withDoctor(settings.doctor().withEvery(Duration.ofHours(1))))
              .getOrElseThrow(problems -> new AssertionError(problems.mkString("\n"))));
    }

    URI report() {
      return URI.create("http://127.0.0.1:" + done.operatorsPort() + "/doctor");
    }

    /** Started when it is asked for: after some time its doctor gives up, and has a report. */
    URI nothingYet() {
      if (waiting.isEmpty()) {
        waiting = Option.some(gateway(waitingFile).start());
      }
      return URI.create("http://127.0.0.1:" + waiting.get().operatorsPort() + "/doctor");
    }

    @Override
    public void close() throws IOException {
      silent.close();
      waiting.forEach(Gateway.Running::close);
      done.close();
      tenant.close();
    }
  }

  /** The answers that have a code, as docs/reference/outcomes.md says, and one each without. */
  static Stream<Arguments> answers() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "reference", "outcomes.md"));
    return Stream.concat(
        ROW.matcher(page.substring(page.indexOf("## A login"), page.indexOf("## The steps")))
            .results()
            .filter(row -> !NO_PAGE.contains(row.group(1)))
            .map(
                row ->
                    Arguments.of(
                        row.group(1),
                        Integer.valueOf(row.group(2)),
                        row.group(3),
                        Optional.ofNullable(row.group(4)).orElse("Not on Sundays, says the rule."),
                        row.group(5))),
        Stream.of(
            Arguments.of("unintelligible", 418, "teapot", "I am one", "Something went wrong"),
            Arguments.of(
                "unavailable",
                503,
                "server_error",
                "a script crashed",
                "Login is not available right now")));
  }

  @Test
  void every_code_of_a_login_has_a_row_or_a_reason() throws IOException {
    assertThat(answers().map(row -> row.get()[0]))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            LoginOutcome.CODES.map(OutcomeCode::word).removeAll(HashSet.ofAll(NO_PAGE)));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void every_answer_has_its_page(
      String name, int status, String error, String description, String title) throws Exception {
    browser.go(pages.page("/login?return_to=%2Fx"));
    pages.answerNext(
        status,
        name.equals("rate-limited") ? "\"Retry-After\":\"1\"" : "",
        "{\"error\":\"%s\",\"error_description\":\"%s\"}".formatted(error, description));

    fillIn(DemoTenant.ALICE, "any");

    String key = name.equals("password-leaked") ? "password-leaked-reset-mail-sent" : name;
    browser.awaitText("h1", LANGUAGE.equals("en") ? title : text(key + "-title"));
    assertThat(browser.has(".sign")).isEqualTo(SIGNS.containsKey(name));
    if (SIGNS.containsKey(name)) {
      assertThat(browser.find(".sign").getDomAttribute("class"))
          .isEqualTo("sign " + SIGNS.get(name));
      assertThat(browser.find(".sign svg").getSize().getWidth()).isGreaterThan(20);
    }
    gallery.add(key);
    assertThat(browser.consoleErrors()).noneMatch(line -> line.contains("Content Security"));
    if (name.equals("rate-limited")) {
      // Until then the gateway sends the tenant nothing.
      TimeUnit.MILLISECONDS.sleep(1500);
    }
  }

  /** What a user does to get to a page. */
  @FunctionalInterface
  interface Way {
    void go() throws Exception;
  }

  /**
   * A page and the way to it.
   *
   * @param heading the key of its heading
   * @param alert the key of what it says is wrong; empty if nothing is
   */
  record Stop(String name, String heading, String alert, Way way) {

    static Named<Stop> named(String name, String heading, String alert, Way way) {
      return Named.of(name, new Stop(name, heading, alert, way));
    }
  }

  static Stream<Named<Stop>> stops() {
    return Stream.of(
            loginPages(), outcomePages(), resetPages(), secondFactorPages(), sessionPages())
        .flatMap(stops -> stops);
  }

  private static Stream<Named<Stop>> loginPages() {
    return Stream.of(
        Stop.named("login", "login", "", () -> browser.go(scripted.page("/login"))),
        Stop.named(
            "login-wrong-credentials",
            "login",
            "wrong-credentials",
            () -> logIn(new LoginOutcome.WrongCredentials())),
        Stop.named(
            "attempts-limited",
            "attempts-limited",
            "",
            () ->
                logIn(
                    new LoginOutcome.AttemptsLimited(
                        AttemptLimit.PER_ADDRESS, Duration.ofSeconds(90)))),
        Stop.named(
            "login-without-name",
            "login",
            "username-needed",
            () -> {
              browser.go(scripted.page("/login"));
              change("document.forms[0].noValidate = true");
              submit();
            }),
        Stop.named(
            "login-without-password",
            "login",
            "password-needed",
            () -> {
              browser.go(scripted.page("/login"));
              browser.find("#username").sendKeys(DemoTenant.ALICE);
              change("document.forms[0].noValidate = true");
              submit();
            }),
        Stop.named(
            "login-form-expired",
            "login",
            "form-expired",
            () -> {
              browser.go(scripted.page("/login"));
              change("document.querySelector('[name=csrf]').value = 'another'");
              fillIn(DemoTenant.ALICE, "any");
            }),
        Stop.named(
            "login-without-cookies",
            "login",
            "cookie-missing",
            () -> {
              browser.go(scripted.page("/login"));
              browser.driver().manage().deleteAllCookies();
              fillIn(DemoTenant.ALICE, "any");
            }),
        Stop.named(
            "wrong-origin",
            "wrong-origin",
            "",
            () -> {
              String page = scripted.page("/login?at_origin=1").toString();
              browser.go(URI.create(page.replace("127.0.0.1", "localhost")));
              fillIn(DemoTenant.ALICE, "any");
            }),
        Stop.named(
            "bad-form",
            "bad-form",
            "",
            () -> {
              browser.go(scripted.page("/login"));
              change("document.forms[0].enctype = 'text/plain'");
              fillIn(DemoTenant.ALICE, "any");
            }),
        Stop.named("no-page", "no-page", "", () -> browser.go(scripted.page("/nothing"))));
  }

  private static Stream<Named<Stop>> outcomePages() {
    return Stream.of(
        Stop.named(
            "password-leaked-reset-page",
            "password-leaked-reset-page",
            "",
            () -> logIn(leaked(new BreachOutcome.ResetPage("https://example.com/reset")))),
        Stop.named(
            "password-leaked-too-many-resets",
            "password-leaked-too-many-resets",
            "",
            () -> logIn(leaked(new BreachOutcome.TooManyResets(Duration.ofMinutes(9))))),
        Stop.named(
            "password-leaked-reset-not-started",
            "password-leaked-reset-not-started",
            "",
            () -> logIn(leaked(new BreachOutcome.ResetNotStarted()))),
        Stop.named(
            "verification-required-web",
            "verification-required-web",
            "",
            () -> logIn(new LoginOutcome.VerificationRequired())),
        Stop.named(
            "rate-limited-one-second",
            "rate-limited",
            "",
            () -> logIn(fault(new ProviderFault.RateLimited(Option.of(Duration.ofSeconds(1)))))),
        Stop.named(
            "unreachable",
            "unreachable",
            "",
            () -> logIn(fault(new ProviderFault.Unreachable(ConnectFault.CONNECT_REFUSED)))),
        Stop.named(
            "overloaded", "overloaded", "", () -> logIn(fault(new ProviderFault.Overloaded()))),
        Stop.named(
            "no-answer",
            "no-answer",
            "",
            () -> logIn(fault(new ProviderFault.NoAnswer(NoAnswerFault.TIMED_OUT)))),
        Stop.named(
            "address-unknown",
            "address-unknown",
            "",
            () -> {
              browser.go(scripted.page("/login"));
              send(java.util.Map.of("Accept-Language", LANGUAGE));
              fillIn(DemoTenant.ALICE, "any");
            }),
        Stop.named(
            "defect",
            "defect",
            "",
            () -> {
              scripted.logIn =
                  () -> {
                    throw new IllegalStateException("a defect");
                  };
              browser.go(scripted.page("/login"));
              fillIn(DemoTenant.ALICE, "any");
            }));
  }

  private static Stream<Named<Stop>> resetPages() {
    return Stream.of(
        Stop.named("reset", "reset", "", () -> browser.go(scripted.page("/login/reset"))),
        Stop.named(
            "reset-without-name",
            "reset",
            "username-needed",
            () -> {
              browser.go(scripted.page("/login/reset"));
              change("document.forms[0].noValidate = true");
              submit();
            }),
        Stop.named("accepted", "accepted", "", () -> reset(new ResetOutcome.Accepted())),
        Stop.named(
            "reset-page",
            "reset-page",
            "",
            () -> reset(new ResetOutcome.ResetPage("https://example.com/reset"))),
        Stop.named(
            "too-many-resets",
            "too-many-resets",
            "",
            () -> reset(new ResetOutcome.TooManyResets(Duration.ofMinutes(9)))),
        Stop.named(
            "reset-not-started",
            "reset-not-started",
            "",
            () -> reset(new ResetOutcome.ResetNotStarted())));
  }

  private static Stream<Named<Stop>> secondFactorPages() {
    return Stream.of(
        Stop.named(
            "login-expired", "login-expired", "", () -> browser.go(scripted.page("/login/mfa"))),
        Stop.named("mfa-choose", "mfa-choose", "", EveryPageTest::choose),
        Stop.named(
            "mfa-otp",
            "otp",
            "",
            () -> {
              choose();
              browser.find("a.choice[href*=otp]").click();
            }),
        Stop.named(
            "mfa-wrong-code",
            "otp",
            "wrong-code",
            () -> {
              choose();
              browser.find("a.choice[href*=otp]").click();
              enterCode(new MfaOutcome.WrongCode());
            }),
        Stop.named(
            "too-many-codes",
            "too-many-codes",
            "",
            () -> {
              choose();
              browser.find("a.choice[href*=otp]").click();
              enterCode(new MfaOutcome.TooManyCodes());
            }),
        Stop.named(
            "mfa-oob",
            "oob",
            "",
            () -> challenge(new ChallengeOutcome.OobSent(new OobCode("o"), true))),
        Stop.named(
            "mfa-challenge-unreachable",
            "unreachable",
            "",
            () ->
                challenge(
                    new ChallengeOutcome.Unanswered(
                        new ProviderFault.Unreachable(ConnectFault.CONNECT_REFUSED)))),
        Stop.named(
            "mfa-recovery",
            "recovery",
            "",
            () -> {
              choose();
              browser.find("a.choice[href*=recovery]").click();
            }),
        Stop.named(
            "mfa-new-recovery-code",
            "new-recovery-code",
            "",
            () -> {
              choose();
              browser.find("a.choice[href*=recovery]").click();
              enterCode(
                  new MfaOutcome.Granted(
                      ScriptedPages.tokens(),
                      Option.of(new RecoveryCode("XAWFDRUSKT9G2YQ7PV34LBMC"))));
            }),
        Stop.named(
            "mfa-push",
            "push",
            "",
            () -> {
              scripted.verified = new MfaOutcome.AuthorizationPending();
              push();
            }),
        Stop.named(
            "mfa-push-not-yet",
            "push",
            "push-not-yet",
            () -> {
              scripted.verified = new MfaOutcome.AuthorizationPending();
              push();
              submit();
            }),
        Stop.named(
            "mfa-push-rejected",
            "push-rejected",
            "",
            () -> {
              scripted.verified = new MfaOutcome.PushRejected();
              push();
              submit();
            }),
        Stop.named("mfa-enroll", "mfa-enroll", "", EveryPageTest::enroll),
        Stop.named(
            "mfa-enroll-wrong-number",
            "mfa-enroll",
            "phone-wrong",
            () -> {
              enroll();
              browser.find("#phone").sendKeys("170 1234567");
              browser.find("button[value=sms]").click();
            }),
        Stop.named(
            "mfa-enroll-unavailable",
            "mfa-enroll",
            "factor-unavailable",
            () -> {
              scripted.enrolled = new EnrollmentOutcome.FactorUnavailable();
              enroll();
              browser.find("button[value=email]").click();
            }),
        Stop.named("mfa-setup", "setup", "", EveryPageTest::setUp),
        Stop.named(
            "mfa-setup-wrong-code",
            "setup",
            "wrong-code",
            () -> {
              setUp();
              browser.awaitText("h1", text("setup-title"));
              enterCode(new MfaOutcome.WrongCode());
            }));
  }

  private static Stream<Named<Stop>> sessionPages() {
    return Stream.of(
        Stop.named(
            "signed-in",
            "signed-in",
            "",
            () -> logIn(new LoginOutcome.Granted(ScriptedPages.tokens()))),
        Stop.named(
            "log-out-from-elsewhere",
            "log-out",
            "form-expired",
            () -> {
              browser.go(
                  URI.create("data:text/html,%3Cform%3E%3Cbutton%3Ex%3C/button%3E%3C/form%3E"));
              change("document.forms[0].action = '" + scripted.page("/logout") + "'");
              change("document.forms[0].method = 'post'");
              browser.press("form", "x");
            }),
        Stop.named(
            "signed-out",
            "signed-out",
            "",
            () -> {
              logIn(new LoginOutcome.Granted(ScriptedPages.tokens()));
              browser.awaitText("h1", text("signed-in-title"));
              browser.find("button.secondary").click();
            }));
  }

  @ParameterizedTest
  @MethodSource("stops")
  void every_page_is_readable(Stop stop) throws Exception {
    stop.way().go();

    browser.awaitText("h1", text(stop.heading() + "-title"));
    if (!stop.alert().isEmpty()) {
      browser.awaitText("#alert", text(stop.alert()));
    }
    gallery.add(stop.name());
    assertThat(browser.consoleErrors()).noneMatch(line -> line.contains("Content Security"));
  }

  @ParameterizedTest
  @MethodSource("languages")
  void the_login_is_readable_in_every_language(String language) {
    send(java.util.Map.of("Accept-Language", language));
    browser.go(scripted.page("/login"));

    String shown = browser.find("html").getDomAttribute("lang");

    assertThat(shown).isEqualTo(language);
    gallery.add("login-in-" + language);
  }

  /** As the login page offers them, but for its own. */
  static Stream<String> languages() {
    return Stream.of("de", "en", "es", "fr").filter(language -> !language.equals(LANGUAGE));
  }

  @Test
  void the_index_of_the_admin_listener_is_readable() {
    browser.go(pages.admin("/"));

    browser.awaitText("h1", "admin listener");
    gallery.add("admin");
  }

  @Test
  void the_reference_of_the_api_is_readable() {
    browser.preferring(ColorScheme.LIGHT).go(pages.admin("/docs"));
    browser.find(".opblock");

    gallery.add("api-reference");

    browser.find(".opblock-summary-control").click();
    browser.find(".opblock-body");
    gallery.add("api-reference-open");
  }

  @Test
  void the_report_of_the_doctor_is_readable() {
    browser.go(doctor.nothingYet()).awaitText("header", "has not run yet");
    gallery.add("doctor-not-yet");

    new WebDriverWait(browser.driver(), Duration.ofMinutes(1))
        .until(
            driver -> {
              browser.go(doctor.report());
              return browser.has("article");
            });

    browser.awaitText("header", "ERRORS FOUND");
    gallery.add("doctor");
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void every_address_that_gives_a_browser_a_page_is_on_a_picture() throws Exception {
    browser.go(pages.page("/login"));
    fillIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD);
    browser.awaitText("h1", text("signed-in-title"));
    String session =
        browser.driver().manage().getCookies().stream()
            .map(cookie -> cookie.getName() + "=" + cookie.getValue())
            .collect(Collectors.joining("; "));

    Set<String> served = new TreeSet<>();
    for (String cookies : new String[] {"", session}) {
      served.addAll(htmlAt("", pages.page(""), pages.endpoints().get("pages").get(), cookies));
      served.addAll(
          htmlAt("admin ", pages.admin(""), pages.endpoints().get("operators").get(), cookies));
      served.addAll(
          htmlAt(
              "admin ",
              doctor.report().resolve("/"),
              doctor.endpoints.get("operators").get(),
              cookies));
    }

    assertThat(served).contains("/login", "/login/done", "/login/mfa/enroll", "admin /doctor");
    assertThat(pictured()).containsAll(served);
  }

  private static Set<String> pictured() {
    Set<Integer> admin =
        Set.of(pages.admin("").getPort(), doctor.report().getPort(), doctor.nothingYet().getPort());
    return gallery.shown().stream()
        .map(Gallery.Shown::address)
        .map(it -> (admin.contains(it.getPort()) ? "admin " : "") + it.getPath())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> htmlAt(
      String listener, URI base, Seq<Endpoint> endpoints, String cookies) throws Exception {
    List<String> found = new ArrayList<>();
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (Endpoint endpoint : endpoints) {
        String path = endpoint.path().replace("*", "x");
        HttpRequest.Builder request =
            HttpRequest.newBuilder(base.resolve(path))
                .header("Accept", "text/html")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(endpoint.method().replace("*", "GET"), BodyPublishers.noBody());
        if (!cookies.isEmpty()) {
          request.header("Cookie", cookies);
        }
        String type =
            http.send(request.build(), BodyHandlers.discarding())
                .headers()
                .firstValue("Content-Type")
                .orElse("");
        if (type.startsWith("text/html")) {
          found.add(listener + path);
        }
      }
    }
    return found;
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void every_text_of_the_pages_is_on_a_picture() {
    String all =
        gallery.shown().stream().map(Gallery.Shown::text).collect(Collectors.joining("\n"));

    List<String> missing =
        TEXTS.stringPropertyNames().stream()
            .filter(
                key ->
                    !Stream.of(text(key).split("\\|"))
                        .allMatch(part -> pattern(part.strip()).matcher(all).find()))
            .sorted()
            .toList();

    assertThat(TEXTS).hasSizeGreaterThan(100);
    assertThat(missing).as("texts that are on no picture").isEmpty();
  }

  /** The text with anything for {0} and so on. */
  private static Pattern pattern(String text) {
    return Pattern.compile(
        Stream.of(text.replaceAll("[\\s\\h]+", " ").split("\\{\\d}", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".{1,80}?")));
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void the_documentation_shows_the_main_pages() {
    java.util.Map<String, String> pictures = new LinkedHashMap<>();
    pictures.put("login-360-light", "Log in");
    pictures.put("login-wrong-credentials-360-light", "Wrong password");
    pictures.put("password-leaked-reset-mail-sent-360-light", "Leaked password");
    pictures.put("brute-force-blocked-360-light", "Blocked user");
    pictures.put("ip-throttled-360-dark", "Throttled address");
    pictures.put("mfa-choose-360-dark", "Second factor");
    pictures.put("mfa-setup-360-dark", "Setting up a factor");
    pictures.put("signed-in-360-dark", "Logged in");

    gallery.showSheet(pictures);

    Illustration.show(browser, Path.of("..", "docs", "images", "login-pages.png"));
  }

  private static Properties texts() {
    Properties texts = new Properties();
    String file = "/dev/portcullis/adapters/http/pages/messages/" + LANGUAGE + ".properties";
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(EveryPageTest.class.getResourceAsStream(file), file),
            StandardCharsets.UTF_8)) {
      texts.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts;
  }

  private static String text(String key) {
    return Objects.requireNonNull(TEXTS.getProperty(key), key);
  }

  private static LoginOutcome leaked(BreachOutcome reset) {
    return new LoginOutcome.PasswordLeaked(reset);
  }

  private static LoginOutcome fault(ProviderFault fault) {
    return new LoginOutcome.Unanswered(fault);
  }

  private static void fillIn(String user, String password) {
    browser.find("#username").sendKeys(user);
    browser.find("#password").sendKeys(password);
    submit();
  }

  private static void submit() {
    browser.find("form button.primary").click();
  }

  /** Runs a statement in the page. */
  private static void change(String statement) {
    browser.run(statement + "; done();");
  }

  private static void logIn(LoginOutcome outcome) {
    scripted.logIn = () -> outcome;
    browser.go(scripted.page("/login"));
    fillIn(DemoTenant.ALICE, "any");
  }

  private static void reset(ResetOutcome outcome) {
    scripted.reset = outcome;
    browser.go(scripted.page("/login/reset"));
    browser.find("#username").sendKeys(DemoTenant.ALICE);
    submit();
  }

  /** To the choice between five factors. */
  private static void choose() {
    scripted.authenticators =
        new AuthenticatorsOutcome.Listed(
            Vector.of(
                factor("totp|dev_1", Authenticator.Type.OTP, Option.none(), Option.none()),
                oob("sms|dev_2", "sms", "XXXXXXXX4567"),
                oob("email|dev_3", "email", "al****@e******.com"),
                oob("push|dev_4", "auth0", "Alice's phone"),
                factor(
                    "recovery-code|dev_5",
                    Authenticator.Type.RECOVERY_CODE,
                    Option.none(),
                    Option.none())));
    logIn(new LoginOutcome.MfaRequired(new MfaToken("m")));
    browser.awaitText("h1", text("mfa-choose-title"));
  }

  private static Authenticator oob(String id, String channel, String name) {
    return factor(id, Authenticator.Type.OOB, Option.of(channel), Option.of(name));
  }

  private static Authenticator factor(
      String id, Authenticator.Type type, Option<String> channel, Option<String> name) {
    return new Authenticator(new AuthenticatorId(id), type, channel, name);
  }

  private static void challenge(ChallengeOutcome outcome) {
    scripted.challenged = outcome;
    choose();
    browser.find("button.choice").click();
  }

  private static void push() {
    scripted.challenged = new ChallengeOutcome.OobSent(new OobCode("o"), false);
    choose();
    browser.find(By.xpath("//button[contains(., \"" + text("factor-push") + "\")]")).click();
    browser.awaitText("h1", text("push-title"));
  }

  private static void enroll() {
    scripted.authenticators = new AuthenticatorsOutcome.Listed(Vector.empty());
    logIn(new LoginOutcome.MfaRequired(new MfaToken("m")));
    browser.awaitText("h1", text("mfa-enroll-title"));
  }

  private static void setUp() {
    scripted.enrolled =
        new EnrollmentOutcome.OtpEnrolled(
            new OtpSecret("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"),
            new OtpSecret(
                "otpauth://totp/Demo:alice%40example.com"
                    + "?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Demo&digits=6&period=30"),
            Vector.of(new RecoveryCode("XAWFDRUSKT9G2YQ7PV34LBMC")));
    enroll();
    browser.find("button[value=otp]").click();
  }

  private static void enterCode(MfaOutcome outcome) {
    scripted.verified = outcome;
    browser.find("#code").sendKeys("000000");
    submit();
  }
}
