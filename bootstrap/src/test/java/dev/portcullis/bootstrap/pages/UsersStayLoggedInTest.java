package dev.portcullis.bootstrap.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.bootstrap.pages.AppBrowser.Response;
import dev.portcullis.bootstrap.proxies.ProxyExamples;
import dev.portcullis.bootstrap.proxies.ProxyProgram;
import dev.portcullis.emulator.observed.LogEvent;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.DemoTenant;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Users of one gateway behind nginx, Caddy, HAProxy and Apache httpd, all of which run with the
 * shipped examples at the same time; the latter two in front of nginx. Access tokens are valid for
 * {@value #TOKEN_SECONDS} s and refresh tokens once.
 *
 * <p>A build runs it for 12 s, {@code -Dportcullis.forward-auth.seconds=90} for longer than {@code
 * session.idle}, after which users are logged out whose proxy does not pass cookies on.
 */
@Timeout(600)
class UsersStayLoggedInTest {

  private static final int TOKEN_SECONDS = 4;
  private static final long SECONDS = Long.getLong("portcullis.forward-auth.seconds", 12);
  private static final String HOST = "app.example.com";

  private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
  private static final Pattern BEARER = Pattern.compile("(?m)^Authorization=Bearer (\\S+)$");

  @TempDir private Path folder = Path.of(".");

  private final List<AutoCloseable> started = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : started.reversed()) {
      one.close();
    }
  }

  private <T extends AutoCloseable> T stopping(T one) {
    started.add(one);
    return one;
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  /** A busy browser and one that comes back now and then, behind each proxy. */
  private List<Stay> stays(ForwardAuthSite site) throws Exception {
    for (ProxyProgram program : ProxyProgram.values()) {
      String unused = program.orSkip();
    }
    int nginx = EmulatedTenant.freePort();
    stopping(NginxForwardAuthTest.nginx(folder("nginx"), nginx, site));
    int caddy = EmulatedTenant.freePort();
    stopping(CaddyForwardAuthTest.caddy(folder("caddy"), HOST, caddy, site));
    int haproxy =
        stopping(
                ProxyExamples.haproxy(
                    folder("haproxy"), "haproxy.cfg", nginx, site.adminPort(), file -> file))
            .port();
    int apache = stopping(ProxyExamples.apache(folder("apache"), nginx, "", file -> file)).port();
    List<Stay> stays = new ArrayList<>();
    for (boolean busy : new boolean[] {true, false}) {
      stays.add(new Stay("nginx", busy, stopping(new AppBrowser(HOST, nginx))));
      stays.add(new Stay("Caddy", busy, stopping(new AppBrowser(HOST, caddy))));
      stays.add(new Stay("HAProxy", busy, stopping(new AppBrowser(HOST, haproxy))));
      stays.add(new Stay("Apache httpd", busy, stopping(new AppBrowser(HOST, apache))));
    }
    return stays;
  }

  private interface Step {

    void run() throws Exception;
  }

  /** Runs the steps concurrently, to the end of the last one. */
  private static void atOnce(List<Step> steps) throws Exception {
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (Step step : steps) {
      tasks.add(
          () -> {
            step.run();
            return true;
          });
    }
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> done : executor.invokeAll(tasks)) {
        assertThat(done.get()).isTrue();
      }
    }
  }

  /** One browser and what it got. */
  private static final class Stay {

    private final String name;
    private final boolean busy;
    private final AppBrowser browser;
    private final AtomicInteger requests = new AtomicInteger();

    /** The ends of access tokens. */
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();

    private final Set<String> withCookie = ConcurrentHashMap.newKeySet();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();

    private Stay(String proxy, boolean busy, AppBrowser browser) {
      this.name = (busy ? "busy behind " : "coming back behind ") + proxy;
      this.busy = busy;
      this.browser = browser;
    }

    /** Opens the application, is sent to the login, and returns to where it was. */
    private void logIn() throws IOException {
      Response refusal = browser.open("/orders?page=2");
      assertThat(refusal.status()).as(name + refusal).isEqualTo(302);
      String login = refusal.header("Location").replace("https://" + HOST, "");
      Response done =
          submit(
              login,
              "/login",
              "&return_to="
                  + encode("https://" + HOST + "/orders?page=2")
                  + "&username="
                  + encode(busy ? DemoTenant.ALICE : DemoTenant.BOB)
                  + "&password="
                  + encode(busy ? DemoTenant.ALICE_PASSWORD : DemoTenant.BOB_PASSWORD));
      assertThat(done.header("Location")).as(name + done).endsWith("/orders?page=2");
      use(browser.open("/orders?page=2"));
      withCookie.addAll(tokens);
    }

    private Response submit(String page, String path, String more) throws IOException {
      Response shown = browser.open(page);
      Matcher token = TOKEN.matcher(shown.body());
      assertThat(token.find()).as(name + shown).isTrue();
      return browser.submit(path, "csrf=" + token.group(1) + more);
    }

    private static String encode(String text) {
      return URLEncoder.encode(text, UTF_8);
    }

    private void stay() throws Exception {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
      if (busy) {
        atOnce(List.of(() -> use(end, 150), () -> use(end, 350)));
      } else {
        // Its token has expired each time.
        use(end, (TOKEN_SECONDS + 1) * 1000);
      }
    }

    private void use(long end, int pause) throws Exception {
      Step fetch = () -> use(browser.fetch("/orders/" + requests.get()));
      Step post = () -> use(browser.post("/orders", "a=1"));
      while (System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(pause);
        if (busy) {
          use(browser.open("/orders"));
        }
        atOnce(List.of(fetch, fetch, fetch, post));
      }
    }

    private void use(Response response) {
      requests.incrementAndGet();
      Matcher bearer = BEARER.matcher(response.body());
      if (response.status() != 200 || !bearer.find() || bearer.group(1).length() < 2300) {
        refused.add("after " + requests + " requests: " + response.head());
        return;
      }
      String token = bearer.group(1).substring(bearer.group(1).length() - 16);
      tokens.add(token);
      if (response.values("Set-Cookie").anyMatch(it -> it.startsWith("__Host-portcullis="))) {
        withCookie.add(token);
      }
    }

    private int renewals() {
      return tokens.size() - 1;
    }

    private void logOut() throws IOException {
      Response done = submit("/login/done", "/logout", "");
      Response after = browser.fetch("/orders");
      assertThat(done.status()).as(name + done).isEqualTo(200);
      assertThat(after.status()).as(name + after).isEqualTo(401);
    }
  }

  @Test
  void every_request_of_a_user_passes_and_every_renewal_is_done_once_until_the_logout()
      throws Exception {
    ForwardAuthSite site =
        stopping(new ForwardAuthSite("https://" + HOST, TOKEN_SECONDS, "renew-before: 1s"));
    List<Stay> stays = stays(site);

    for (Stay stay : stays) {
      stay.logIn();
    }
    atOnce(stays.stream().map(stay -> (Step) stay::stay).toList());
    List<LogType> logged =
        site.tenant.tenant().logs().stream().map(LogEvent::type).distinct().toList();
    long renewals = site.tokenRequests() - stays.size();

    SoftAssertions.assertSoftly(
        softly -> {
          for (Stay stay : stays) {
            softly.assertThat(stay.refused.stream().limit(3)).as(stay.name).isEmpty();
            softly
                .assertThat(stay.withCookie)
                .as(stay.name + ": of each renewal the cookie")
                .containsAll(stay.tokens);
            softly
                .assertThat((long) stay.renewals())
                .as(stay.name)
                .isGreaterThanOrEqualTo(SECONDS / (TOKEN_SECONDS + 2));
          }
          softly
              .assertThat(logged)
              .containsOnly(
                  LogType.SUCCESS_EXCHANGE_PASSWORD, LogType.SUCCESS_EXCHANGE_REFRESH_TOKEN);
          // The last one of a browser may not have reached it yet.
          int seen = stays.stream().mapToInt(Stay::renewals).sum();
          softly.assertThat(renewals).isBetween((long) seen, (long) seen + stays.size());
        });
    for (Stay stay : stays) {
      stay.logOut();
    }
  }
}
