package dev.portcullis.adapters.file;

import static dev.portcullis.testkit.contract.RevokedSessionsContract.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.session.port.RenewedSessions;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.RenewedSessionsContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileRenewedSessionsContractTest implements RenewedSessionsContract {

  @TempDir private Path folder = Path.of(".");

  private final TestClock clock = TestClock.create();

  @Override
  public RenewedSessions renewedSessions(TestClock time) {
    return FileRenewedSessions.open(folder, time);
  }

  private Path file(int number) {
    return folder.resolve("renewed-sessions").resolve(session(number).value());
  }

  @Test
  void a_result_outlives_the_process_until_the_session_ends() {
    RenewedSessions before = renewedSessions(clock);
    before.keep(session(7), "ended", clock.instant().plus(Duration.ofHours(1)));
    before.keep(session(8), "sealed", clock.instant().plus(Duration.ofHours(3)));
    clock.advance(Duration.ofHours(2));

    RenewedSessions after = renewedSessions(clock);

    assertThat(after.find(session(8))).containsExactly("sealed");
    assertThat(after.find(session(7))).isEmpty();
    assertThat(file(7)).doesNotExist();
  }

  @Test
  void what_has_ended_is_deleted_as_files_are_added() throws Exception {
    RenewedSessions renewed = renewedSessions(clock);
    for (int i = 0; i < 999; i++) {
      renewed.keep(session(i), "sealed", clock.instant().plusSeconds(60));
    }
    clock.advance(Duration.ofSeconds(60));

    renewed.keep(session(999), "sealed", clock.instant().plusSeconds(60));

    try (Stream<Path> files = Files.list(file(0).getParent())) {
      assertThat(files).containsExactly(file(999));
    }
  }

  @ParameterizedTest
  @CsvSource({"3599, true", "3602, false"})
  void a_restart_drops_what_has_ended(int seconds, boolean kept) {
    renewedSessions(clock).keep(session(7), "sealed", clock.instant().plus(Duration.ofHours(1)));
    clock.advance(Duration.ofSeconds(seconds));

    RenewedSessions after = renewedSessions(clock);

    assertThat(after.find(session(7)).isDefined()).isEqualTo(kept);
    assertThat(Files.exists(file(7))).isEqualTo(kept);
  }

  @Test
  void what_is_forgotten_leaves_no_file() {
    RenewedSessions renewed = renewedSessions(clock);
    renewed.keep(session(7), "sealed", clock.instant().plus(Duration.ofHours(1)));

    renewed.forget(session(7));

    assertThat(file(7)).doesNotExist();
  }

  @Test
  void a_file_that_is_torn_is_dropped() throws Exception {
    RenewedSessions before = renewedSessions(clock);
    before.keep(session(7), "sealed", clock.instant().plus(Duration.ofHours(1)));
    before.keep(session(8), "sealed", clock.instant().plus(Duration.ofHours(1)));
    Files.writeString(file(7), clock.instant().plusSeconds(60).getEpochSecond() + "\nsea");

    RenewedSessions after = renewedSessions(clock);

    assertThat(after.find(session(7))).isEmpty();
    assertThat(after.find(session(8))).containsExactly("sealed");
  }

  @Test
  void what_cannot_be_stored_is_said() throws Exception {
    RenewedSessions renewed = renewedSessions(clock);
    Files.delete(folder.resolve("renewed-sessions"));

    boolean stored = renewed.keep(session(7), "sealed", clock.instant().plusSeconds(60));

    assertThat(stored).isFalse();
  }

  @Test
  void only_the_owner_can_read_it() throws Exception {
    RenewedSessions renewed = renewedSessions(clock);

    renewed.keep(session(7), "sealed", clock.instant().plusSeconds(60));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(7))))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(7).getParent())))
        .isEqualTo("rwx------");
  }
}
