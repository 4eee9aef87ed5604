package dev.portcullis.adapters.file;

import static dev.portcullis.testkit.contract.RevokedSessionsContract.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.application.session.port.RevokedSessions;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.RevokedSessionsContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileRevokedSessionsContractTest implements RevokedSessionsContract {

  @TempDir private Path folder = Path.of(".");

  private final TestClock clock = TestClock.create();
  private final List<FileRevokedSessions> opened = new ArrayList<>();

  @Override
  public RevokedSessions revokedSessions(TestClock time) {
    return open(time);
  }

  private FileRevokedSessions open(TestClock time) {
    FileRevokedSessions revoked = FileRevokedSessions.open(folder, time);
    opened.add(revoked);
    return revoked;
  }

  @AfterEach
  void closeAll() {
    opened.forEach(FileRevokedSessions::close);
  }

  private Path file() {
    return folder.resolve("revoked-sessions");
  }

  private String content() throws IOException {
    return Files.readString(file());
  }

  @Test
  void a_revocation_is_in_the_file_when_it_returns() throws Exception {
    FileRevokedSessions revoked = open(clock);

    revoked.revoke(session(7), clock.instant().plusSeconds(60));

    // Nothing was closed: a process that is killed now leaves this behind.
    assertThat(content())
        .isEqualTo(
            session(7).value() + " " + clock.instant().plusSeconds(60).getEpochSecond() + "\n");
  }

  @Test
  void a_revocation_outlives_the_process_until_the_session_ends() {
    FileRevokedSessions before = open(clock);
    before.revoke(session(7), clock.instant().plus(Duration.ofHours(1)));
    before.revoke(session(8), clock.instant().plus(Duration.ofHours(3)));
    before.close();
    clock.advance(Duration.ofHours(2));

    FileRevokedSessions after = open(clock);

    assertThat(after.contains(session(8))).isTrue();
    assertThat(after.contains(session(7))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA0000000009", "\u0000\u0000\u0000"})
  void a_last_line_that_is_torn_is_dropped_and_the_next_one_is_whole(String torn) throws Exception {
    FileRevokedSessions before = open(clock);
    before.revoke(session(7), clock.instant().plus(Duration.ofHours(1)));
    before.close();
    Files.writeString(file(), torn, StandardOpenOption.APPEND);

    FileRevokedSessions after = open(clock);

    after.revoke(session(8), clock.instant().plus(Duration.ofHours(1)));
    assertThat(after.contains(session(7))).isTrue();
    assertThat(content().lines()).hasSize(2).allMatch(line -> line.matches("[\\w-]{43} \\d+"));
  }

  @Test
  void a_line_that_is_not_ours_costs_no_other_line() throws Exception {
    FileRevokedSessions before = open(clock);
    before.revoke(session(7), clock.instant().plus(Duration.ofHours(1)));
    before.close();
    Files.writeString(file(), "what is this\n" + content());

    FileRevokedSessions after = open(clock);

    assertThat(after.contains(session(7))).isTrue();
  }

  @Test
  void the_file_stays_as_small_as_the_sessions_that_go_on() throws Exception {
    FileRevokedSessions revoked = open(clock);
    for (int i = 0; i < 5000; i++) {
      revoked.revoke(session(i), clock.instant().plusSeconds(60));
      clock.advance(Duration.ofSeconds(1));
    }

    long lines = content().lines().count();

    assertThat(lines).isBetween(60L, 1000L);
  }

  @Test
  void what_cannot_be_stored_is_said_and_still_holds_in_this_process() throws Exception {
    FileRevokedSessions revoked = open(clock);
    revoked.close();

    boolean stored = revoked.revoke(session(7), clock.instant().plus(Duration.ofHours(1)));

    assertThat(stored).isFalse();
    assertThat(revoked.contains(session(7))).isTrue();
  }

  @Test
  void what_could_not_be_stored_is_stored_with_the_next_one() throws Exception {
    FileRevokedSessions revoked = open(clock);
    revoked.close();
    boolean first = revoked.revoke(session(7), clock.instant().plus(Duration.ofHours(1)));

    boolean second = revoked.revoke(session(8), clock.instant().plus(Duration.ofHours(1)));

    assertThat(first).isFalse();
    assertThat(second).isTrue();
    assertThat(content()).contains(session(7).value()).contains(session(8).value());
  }

  @Test
  void only_the_owner_can_read_the_file() throws Exception {
    open(clock).revoke(session(7), clock.instant().plusSeconds(60));

    var permissions = Files.getPosixFilePermissions(file());

    assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
  }

  @Test
  void a_folder_belongs_to_one_gateway() {
    open(clock);

    assertThatThrownBy(() -> open(clock))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("session.state-dir");
  }

  /** Within one process the JDK itself refuses the second lock; another has to be seen. */
  @Test
  void a_folder_belongs_to_one_gateway_among_processes() throws Exception {
    Process other = OtherGateway.start(folder);
    try {
      assertThatThrownBy(() -> open(clock))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("session.state-dir");
    } finally {
      other.destroyForcibly().waitFor();
    }

    FileRevokedSessions after = open(clock);

    assertThat(after.revoke(session(7), clock.instant().plusSeconds(60))).isTrue();
  }

  @Test
  void a_folder_that_is_not_there_is_named() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> FileRevokedSessions.open(missing, clock))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(missing.toString());
  }
}
