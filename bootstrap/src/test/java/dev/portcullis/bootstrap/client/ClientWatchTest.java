package dev.portcullis.bootstrap.client;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.token.ClientProof;
import dev.portcullis.adapters.http.admin.Readiness;
import dev.portcullis.application.journal.Step;
import dev.portcullis.bootstrap.HealthPage;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import dev.portcullis.bootstrap.system.WatchedFile;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.testkit.Outcomes;
import dev.portcullis.testkit.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Isolated: it counts the lines of a logger that other gateways write to. */
@Isolated
class ClientWatchTest {

  private static final ClientSecret NEW = new ClientSecret("new-secret");
  private static final ClientSecret OLD = new ClientSecret("old-secret");
  private static final ProviderError DENIED = new ProviderError(401, "access_denied", "");
  private static final LoginOutcome REFUSED =
      new LoginOutcome.Unanswered(misconfigured(Misconfiguration.CLIENT_AUTHENTICATION));

  private final TestClock clock = TestClock.create();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Readiness readiness = new Readiness();
  private final List<Seq<ClientSecret>> proved = new ArrayList<>();
  private final List<ClientSecret> asked = new ArrayList<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(ClientWatch.class);

  @TempDir private Path folder = Path.of(".");

  private ClientProof answer = new ClientProof.Accepted(0);
  private ClientProof alone = new ClientProof.Accepted(0);

  private final ClientWatch watch =
      new ClientWatch(
          secrets -> {
            proved.add(secrets);
            return answer;
          },
          secret -> {
            asked.add(secret);
            return alone;
          },
          Vector.of(NEW, OLD),
          metrics,
          clock,
          Runnable::run,
          () -> {});

  @BeforeEach
  void listen() {
    readiness.set(true);
    log.start();
    // The root's level is that of the command that ran last.
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
    watch.start(readiness);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
    logger.setLevel(null);
  }

  @Test
  void an_accepted_secret_warns_of_nothing() {
    ClientProof proof = watch.prove();

    assertThat(proof).isEqualTo(new ClientProof.Accepted(0));
    assertThat(health()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(gauge()).isZero();
    assertThat(warnings()).isZero();
  }

  @Test
  void at_the_start_an_old_secret_that_is_refused_is_named() {
    alone = new ClientProof.Refused(DENIED);

    ClientProof proof = watch.proveEach();

    assertThat(proof).isEqualTo(new ClientProof.Accepted(0));
    assertThat(asked).containsExactly(OLD);
    assertThat(log.list.toString()).contains("refuses auth0.old-client-secret");
    assertThat(health()).isEqualTo("{\"status\":\"UP\"}");
  }

  @Test
  void at_the_start_two_secrets_that_are_accepted_warn_of_nothing() {
    watch.proveEach();

    assertThat(asked).containsExactly(OLD);
    assertThat(warnings()).isZero();
  }

  @Test
  void at_the_start_an_old_secret_that_is_in_use_is_not_asked_for_again() {
    answer = new ClientProof.Accepted(1);

    watch.proveEach();

    assertThat(asked).isEmpty();
    assertThat(log.list.toString()).contains("Auth0 refuses auth0.client-secret and accepts");
  }

  @Test
  void a_proof_without_an_answer_is_a_warning_until_a_login_is_answered() {
    answer = new ClientProof.Unknown(new ProviderFault.Unreachable(ConnectFault.TLS_FAILED));

    ClientProof proof = watch.prove();

    assertThat(proof).isEqualTo(answer);
    assertThat(health()).contains("\"UP\"", "is not known yet");
    watch.record(Outcomes.ended(new LoginOutcome.WrongCredentials()));
    assertThat(health()).isEqualTo("{\"status\":\"UP\"}");
  }

  @Test
  void a_refused_login_moves_the_metric_and_the_health_detail_and_readiness_stays_up() {
    proveAtTheStart();
    answer = new ClientProof.Refused(DENIED);

    watch.record(Outcomes.ended(REFUSED));

    assertThat(gauge()).isEqualTo(1);
    assertThat(health()).contains("\"status\":\"UP\"", "auth0.client-secret");
    assertThat(proved).containsExactly(Vector.of(NEW, OLD));
  }

  @Test
  void a_refused_renewal_does_so_too_and_other_misconfigurations_do_not() {
    answer = new ClientProof.Refused(DENIED);

    for (Misconfiguration other : Misconfiguration.values()) {
      if (other != Misconfiguration.CLIENT_AUTHENTICATION) {
        watch.record(Outcomes.ended(new LoginOutcome.Unanswered(misconfigured(other))));
      }
    }
    double before = gauge();
    watch.record(
        Outcomes.ended(
            Step.REFRESH,
            new RefreshOutcome.Unanswered(misconfigured(Misconfiguration.CLIENT_AUTHENTICATION))));

    assertThat(before).isZero();
    assertThat(gauge()).isEqualTo(1);
  }

  @Test
  void many_refused_logins_are_one_warning_a_minute_and_one_proof_in_ten_seconds() {
    proveAtTheStart();
    answer = new ClientProof.Refused(DENIED);

    for (int second = 0; second < 61; second++) {
      for (int login = 0; login < 20; login++) {
        watch.record(Outcomes.ended(REFUSED));
      }
      clock.advance(Duration.ofSeconds(1));
    }

    assertThat(warnings()).isEqualTo(2);
    assertThat(proved).hasSize(7);
  }

  @Test
  void a_proof_that_finds_an_accepted_secret_ends_the_warning() {
    proveAtTheStart();
    answer = new ClientProof.Accepted(1);

    watch.record(Outcomes.ended(REFUSED));

    assertThat(gauge()).isZero();
    assertThat(health()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(log.list.toString()).contains("accepts auth0.old-client-secret");
  }

  @Test
  void a_gateway_that_proved_nothing_at_the_start_sends_nothing_later() {
    watch.record(Outcomes.ended(REFUSED));

    assertThat(proved).isEmpty();
    assertThat(gauge()).isEqualTo(1);
  }

  @Test
  void a_login_that_is_answered_ends_the_warning() {
    answer = new ClientProof.Refused(DENIED);
    watch.record(Outcomes.ended(REFUSED));

    watch.record(Outcomes.ended(new LoginOutcome.WrongCredentials()));

    assertThat(gauge()).isZero();
    assertThat(health()).isEqualTo("{\"status\":\"UP\"}");
  }

  @Test
  void a_login_that_is_not_answered_ends_no_warning() {
    answer = new ClientProof.Refused(DENIED);
    watch.record(Outcomes.ended(REFUSED));

    watch.record(
        Outcomes.ended(new LoginOutcome.Unanswered(new ProviderFault.Unavailable(DENIED))));

    assertThat(gauge()).isEqualTo(1);
  }

  @Test
  void a_new_secret_that_is_not_accepted_yet_is_proved_again_when_a_login_is_refused() {
    ClientSecret next = new ClientSecret("next-secret");
    answer = new ClientProof.Refused(DENIED);

    ClientProof first = watch.prove(Vector.of(next));
    double between = gauge();
    watch.record(Outcomes.ended(REFUSED));

    assertThat(first).isEqualTo(answer);
    assertThat(between).isZero();
    assertThat(proved).containsExactly(Vector.of(next), Vector.of(next));
  }

  @Test
  void a_changed_file_is_proved_when_it_is_at_rest_and_a_bad_one_changes_nothing()
      throws Exception {
    Path file = Files.writeString(folder.resolve("client.secret"), "first\n");
    ClientSecretRefresh refresh = refresh(file);
    refresh.look();
    Files.writeString(file, "the second one\n");
    refresh.look();
    int before = proved.size();
    refresh.look();
    Files.writeString(file, "not\u0000 a secret");
    refresh.look();
    refresh.look();

    assertThat(before).isZero();
    assertThat(proved).hasSize(1);
    assertThat(proved.getFirst().map(ClientSecret::reveal))
        .containsExactly("the second one", "old-secret");
  }

  @Test
  void a_reload_reads_the_files_at_once() throws Exception {
    Path file = Files.writeString(folder.resolve("client.secret"), "first\n");
    ClientSecretRefresh refresh = refresh(file);

    refresh.reload();

    assertThat(proved.getFirst().map(ClientSecret::reveal)).containsExactly("first", "old-secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cret-value", "the second one"})
  void a_file_that_changed_after_the_settings_were_read_is_proved_at_once(String now)
      throws Exception {
    Path file = Files.writeString(folder.resolve("client.secret"), "s3cret-value\n");
    Path yaml =
        Files.writeString(
            folder.resolve("portcullis.yaml"),
            """
            client-ip: {trusted-proxies: 10.0.0.0/8}
            auth0: {domain: example.eu.auth0.com, client-id: abc, client-secret: "file:client.secret"}
            """);
    SettingsSource source = SettingsSource.load(yaml, Map.of()).get();
    Settings settings = SettingsReader.read(source).get();
    Files.writeString(file, now + "\n");

    ClientSecretRefresh refresh = ClientSecretRefresh.start(source, settings, watch).get();
    refresh.close();

    assertThat(proved.stream().map(secrets -> secrets.map(ClientSecret::reveal)))
        .isEqualTo(now.equals("s3cret-value") ? List.of() : List.of(Vector.of("the second one")));
  }

  @Test
  void a_change_of_the_settings_file_does_not_make_its_text_the_secret() throws Exception {
    Path yaml =
        Files.writeString(
            folder.resolve("portcullis.yaml"),
            """
            client-ip: {trusted-proxies: 10.0.0.0/8}
            auth0: {domain: example.eu.auth0.com, client-id: abc, client-secret: s3cret-value}
            """);
    SettingsSource source = SettingsSource.load(yaml, Map.of()).get();

    var refresh = ClientSecretRefresh.start(source, SettingsReader.read(source).get(), watch);

    assertThat(refresh).isEmpty();
  }

  private ClientSecretRefresh refresh(Path file) {
    return new ClientSecretRefresh(
        watch,
        Vector.of(
            new ClientSecretRefresh.Place(Option.none(), Option.of(new WatchedFile(file))),
            new ClientSecretRefresh.Place(Option.of(OLD), Option.none())));
  }

  private void proveAtTheStart() {
    ClientProof unused = watch.prove();
    proved.clear();
  }

  private static ProviderFault misconfigured(Misconfiguration what) {
    return new ProviderFault.Misconfigured(what, DENIED);
  }

  private double gauge() {
    return metrics.get("portcullis.client.refused").gauge().value();
  }

  private long warnings() {
    return log.list.stream().filter(line -> line.getLevel() == Level.WARN).count();
  }

  private String health() {
    return HealthPage.of(readiness);
  }
}
