package dev.portcullis.adapters.servlet;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.intake.AddressSettings;
import dev.portcullis.adapters.http.intake.AddressSettings.TraceMode;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.login.LogInUseCase;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.IpRange;
import dev.portcullis.domain.address.IpRangeSet;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.testkit.fake.RecordingJournal;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The login of a gateway that trusts proxies on this machine to append to X-Forwarded-For. It
 * refuses every password and records the client addresses.
 */
final class TestApi {

  private static final String JSON = "{\"username\":\"ada@example.com\",\"password\":\"p\"}";
  private static final String FORM = "username=ada%40example.com&password=p";

  private final List<String> clients = new CopyOnWriteArrayList<>();
  private final RecordingJournal journal = new RecordingJournal();
  private final HttpApi api;

  TestApi() {
    this(attempt -> new LoginOutcome.WrongCredentials());
  }

  TestApi(LogInUseCase logIn) {
    AtomicInteger next = new AtomicInteger();
    ClientAddressPolicy policy =
        ClientAddressPolicy.behind(ranges("127.0.0.0/8"))
            .withPrivateResult(
                new PrivateResult.AllowOnly(
                    ranges("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")));
    this.api =
        HttpApi.builder(
                () -> new RequestId("request-" + next.incrementAndGet()),
                new RequestIntake(
                    new ClientAddresses(
                        "users",
                        new AddressSettings(policy, "v1", TraceMode.OFF, Option.none()),
                        journal),
                    journal))
            .login(
                attempt -> {
                  clients.add(attempt.client().toString());
                  return logIn.logIn(attempt);
                })
            .build();
  }

  private static IpRangeSet ranges(String... texts) {
    return IpRangeSet.of(Vector.of(texts).map(text -> IpRange.parse(text).get()));
  }

  HttpApi api() {
    return api;
  }

  /** The client addresses of the logins that reached the use case. */
  List<String> clients() {
    return clients;
  }

  /** The codes of the requests that were refused before an endpoint saw them. */
  List<String> refusals() {
    return journal.httpRefusals().stream()
        .map(GatewayEvent.HttpRefused::reason)
        .map(reason -> reason.code())
        .toList();
  }

  /** A login on a connection that closes after it; {@code lines} are whole header lines. */
  static String login(String... lines) {
    return post("application/json", "Content-Length: " + JSON.length(), JSON, lines);
  }

  static String formLogin(String... lines) {
    return post(
        "application/x-www-form-urlencoded", "Content-Length: " + FORM.length(), FORM, lines);
  }

  static String chunkedFormLogin(String... lines) {
    return post(
        "application/x-www-form-urlencoded",
        "Transfer-Encoding: chunked",
        Integer.toHexString(FORM.length()) + "\r\n" + FORM + "\r\n0\r\n\r\n",
        lines);
  }

  private static String post(String type, String framing, String body, String... lines) {
    StringBuilder request = new StringBuilder("POST /api/auth HTTP/1.1\r\nHost: a\r\n");
    for (String line : lines) {
      request.append(line).append("\r\n");
    }
    return request
        .append("Connection: close\r\nContent-Type: ")
        .append(type)
        .append("\r\n")
        .append(framing)
        .append("\r\n\r\n")
        .append(body)
        .toString();
  }
}
