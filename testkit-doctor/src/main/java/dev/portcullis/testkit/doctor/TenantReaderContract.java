package dev.portcullis.testkit.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.portcullis.doctor.port.TenantReader;
import dev.portcullis.doctor.port.TenantReader.Subject;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.TenantFact;
import dev.portcullis.doctor.tenant.TenantSnapshot;
import dev.portcullis.doctor.tenant.TenantSnapshot.AuthenticationMethod;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of {@link TenantReader}. */
public interface TenantReaderContract {

  /** How the tenant behaves. */
  enum Situation {
    ORDINARY,
    /** The reader may read nothing. */
    FORBIDDEN,
    /** The tenant cannot be reached. */
    UNREACHABLE
  }

  /**
   * A reader of a tenant that has one application, {@link #clientId}, with {@code
   * client_secret_post} and a trusted header, enabled for the default directory {@code
   * Username-Password-Authentication}, and one API, {@code https://api.example.com}.
   */
  TenantReader reader(Situation situation);

  /** The id of the application. */
  String clientId();

  @Test
  default void what_the_tenant_has_is_read() {
    TenantSnapshot tenant = reader(Situation.ORDINARY).read(subject());

    assertThat(tenant.get(TenantFact.APPLICATION).get().get().method())
        .isEqualTo(AuthenticationMethod.CLIENT_SECRET_POST);
    assertThat(tenant.get(TenantFact.APPLICATION).get().get().ipHeaderTrusted()).isTrue();
    assertThat(tenant.get(TenantFact.CONNECTIONS).get().map(TenantSnapshot.Connection::name))
        .containsExactly("Username-Password-Authentication");
    assertThat(tenant.get(TenantFact.CONNECTIONS).get().head().enabled())
        .isEqualTo(Either.right(true));
    assertThat(tenant.get(TenantFact.API).get().map(TenantSnapshot.Api::identifier))
        .containsExactly("https://api.example.com");
    assertThat(tenant.get(TenantFact.BRUTE_FORCE).isRight()).isTrue();
    assertThat(tenant.get(TenantFact.SUSPICIOUS_IP).isRight()).isTrue();
    assertThat(tenant.get(TenantFact.BREACHED_PASSWORDS).isRight()).isTrue();
    assertThat(tenant.get(TenantFact.BOT_DETECTION).isRight()).isTrue();
    assertThat(tenant.get(TenantFact.NETWORK_ACLS).isRight()).isTrue();
    assertThat(tenant.get(TenantFact.CUSTOM_DOMAINS).isRight()).isTrue();
    assertThat(tenant.get(TenantFact.LOG_STREAMS).isRight()).isTrue();
    assertThat(tenant.get(TenantFact.ACTIONS).isRight()).isTrue();
    assertThat(tenant.get(TenantFact.TOKEN_QUOTA).isRight()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nowhere", "../users", "a b&c=d?e#f", "\"}{", "\u00fc\ud83d\ude00", "%2e%2e"})
  default void what_the_tenant_does_not_have_is_absent_and_not_a_fault(String unknown) {
    Subject nothing = new Subject(unknown, Option.of(unknown), Option.of(unknown));

    TenantSnapshot tenant = reader(Situation.ORDINARY).read(nothing);

    assertThat(tenant.get(TenantFact.APPLICATION)).isEqualTo(Either.right(Option.none()));
    assertThat(tenant.get(TenantFact.CONNECTIONS).get()).isEmpty();
    assertThat(tenant.get(TenantFact.API)).isEqualTo(Either.right(Option.none()));
  }

  @Test
  default void each_part_that_may_not_be_read_names_the_scope() {
    TenantSnapshot tenant = reader(Situation.FORBIDDEN).read(subject());

    assertThat(tenant.get(TenantFact.APPLICATION)).isEqualTo(lacking("read:clients"));
    assertThat(tenant.get(TenantFact.CONNECTIONS)).isEqualTo(lacking("read:connections"));
    assertThat(tenant.get(TenantFact.DIRECTORY)).isEqualTo(lacking("read:tenant_settings"));
    assertThat(tenant.get(TenantFact.API)).isEqualTo(lacking("read:resource_servers"));
    assertThat(tenant.get(TenantFact.BRUTE_FORCE)).isEqualTo(lacking("read:attack_protection"));
    assertThat(tenant.get(TenantFact.NETWORK_ACLS)).isEqualTo(lacking("read:network_acls"));
    assertThat(tenant.get(TenantFact.CUSTOM_DOMAINS)).isEqualTo(lacking("read:custom_domains"));
    assertThat(tenant.get(TenantFact.LOG_STREAMS)).isEqualTo(lacking("read:log_streams"));
    assertThat(tenant.get(TenantFact.ACTIONS)).isEqualTo(lacking("read:actions"));
    assertThat(tenant.get(TenantFact.TOKEN_QUOTA)).isEqualTo(lacking("read:clients"));
  }

  @ParameterizedTest
  @EnumSource
  default void each_situation_has_a_snapshot_in_time(Situation situation) {
    TenantReader reader = reader(situation);

    TenantSnapshot tenant =
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> reader.read(subject()));

    assertThat(tenant.get(TenantFact.APPLICATION).isRight())
        .isEqualTo(situation == Situation.ORDINARY);
  }

  @Test
  default void fifty_simultaneous_readers_see_the_same() throws Exception {
    TenantReader reader = reader(Situation.ORDINARY);
    TenantSnapshot one = reader.read(subject());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {

      List<Future<TenantSnapshot>> all =
          IntStream.range(0, 50)
              .mapToObj(i -> threads.submit(() -> reader.read(subject())))
              .toList();

      for (Future<TenantSnapshot> each : all) {
        assertThat(each.get()).isEqualTo(one);
      }
    }
  }

  private Subject subject() {
    return new Subject(clientId(), Option.none(), Option.of("https://api.example.com"));
  }

  private static <T> Either<FactUnavailable, T> lacking(String scope) {
    return Either.left(new FactUnavailable.MissingScope(scope));
  }
}
