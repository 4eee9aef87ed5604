package dev.portcullis.adapters.redis;

import static dev.portcullis.testkit.Fixtures.anAttempt;
import static dev.portcullis.testkit.contract.RevokedSessionsContract.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.portcullis.adapters.memory.InMemoryAttemptLimiter;
import dev.portcullis.adapters.memory.InMemoryGuessLimiter;
import dev.portcullis.adapters.memory.InMemoryRenewedSessions;
import dev.portcullis.adapters.memory.InMemoryResetLimiter;
import dev.portcullis.adapters.memory.InMemoryRevokedSessions;
import dev.portcullis.adapters.memory.InMemoryTenantPace;
import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.reset.ResetLimits;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.testkit.TestClock;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is counted while the store is away, and what needs no server. */
class StoreFailuresTest {

  private static final TestClock CLOCK = TestClock.create();
  private static final Duration LIFETIME = Duration.ofMinutes(10);

  /** Something that the store is asked for. */
  record Question(StoreUse use, Consumer<RedisStore> ask) {}

  static List<Question> questions() {
    return List.of(
        new Question(
            StoreUse.RESETS,
            store ->
                store
                    .resetLimiter(
                        ResetLimits.DEFAULT,
                        new InMemoryResetLimiter(ResetLimits.DEFAULT, 10, CLOCK),
                        CLOCK)
                    .take(anAttempt().build().subject())),
        new Question(
            StoreUse.GUESSES,
            store ->
                store
                    .guessLimiter(
                        1, LIFETIME, new InMemoryGuessLimiter(1, LIFETIME, 10, CLOCK), CLOCK)
                    .take(new MfaToken("mfa-token"))),
        new Question(
            StoreUse.ATTEMPTS,
            store ->
                store
                    .attemptLimiter(
                        AttemptLimits.watch(),
                        new InMemoryAttemptLimiter(AttemptLimits.watch(), 10, CLOCK),
                        LIFETIME,
                        CLOCK)
                    .admit(anAttempt().build().subject())),
        new Question(
            StoreUse.REVOKED_SESSIONS,
            store ->
                store
                    .revokedSessions(new InMemoryRevokedSessions(CLOCK), CLOCK)
                    .revoke(session(1), CLOCK.instant().plusSeconds(60))),
        new Question(
            StoreUse.RENEWALS,
            store ->
                store.renewedSessions(new InMemoryRenewedSessions(CLOCK), CLOCK).find(session(1))),
        new Question(StoreUse.RENEWALS, store -> store.renewalTurns(LIFETIME).take(session(1))),
        new Question(
            StoreUse.PACE, store -> store.tenantPace(new InMemoryTenantPace(CLOCK)).take(1)),
        new Question(
            StoreUse.PACE,
            store -> store.tenantPace(new InMemoryTenantPace(CLOCK)).pause(Duration.ofSeconds(1))));
  }

  @ParameterizedTest
  @MethodSource("questions")
  void what_the_store_does_not_do_is_counted_once_by_its_use(Question question) {
    RecordingEvents events = new RecordingEvents();
    RedisSettings settings = Stores.settings(Stores.NOWHERE);

    question.ask().accept(RedisStore.of(settings, settings::password, events));

    assertThat(events.failures()).isEqualTo(Map.of(question.use(), 1));
    assertThat(events.all()).isEmpty();
  }

  @Test
  void a_store_that_was_not_started_is_closed_without_a_word() {
    RecordingEvents events = new RecordingEvents();
    RedisSettings settings = Stores.settings(Stores.NOWHERE);
    RedisStore store = RedisStore.of(settings, settings::password, events);

    store.close();

    assertThat(events.all()).isEmpty();
    assertThat(store.isAway()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S"})
  void a_command_has_some_time(Duration timeout) {
    RedisSettings settings = Stores.settings(Stores.NOWHERE);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.withTimeout(timeout))
        .withMessage("timeout: " + timeout + " (expected: > PT0S)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "portcullis:{limits}:x", "M\u00fcller \u20ac \ud83d\ude00"})
  void a_text_is_written_as_it_is_read_and_as_long_as_was_said(String text) {
    TextCodec codec = TextCodec.INSTANCE;
    ByteBuf key = Unpooled.buffer();
    ByteBuf value = Unpooled.buffer();

    codec.encodeKey(text, key);
    codec.encodeValue(text, value);

    assertThat(codec.decodeKey(key.nioBuffer())).isEqualTo(text);
    assertThat(codec.decodeValue(value.nioBuffer())).isEqualTo(text);
    assertThat(codec.estimateSize(text)).isEqualTo(key.readableBytes());
    ByteBuffer whole = codec.encodeValue(text);
    assertThat(codec.decodeValue(whole)).isEqualTo(text);
  }

  /** From one byte to more than the first array holds, with each number of digits of a length. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10, 99, 100, 999, 1000, 8191, 8192, 100_000})
  void a_script_is_sent_as_the_client_would_send_it(int length) {
    List<String> names =
        List.of("n".repeat(Math.max(1, length)), "M\u00fcller \u20ac \ud83d\ude00");
    List<String> values = List.of("v".repeat(length), "", "12");
    ByteBuf own = Unpooled.buffer();
    ByteBuf usual = Unpooled.buffer();
    CommandArgs<String, String> clients =
        new CommandArgs<>(StringCodec.UTF8)
            .add("script")
            .add(names.size())
            .addKeys(names)
            .addValues(values);

    ScriptArguments arguments = new ScriptArguments("script", names, values);
    arguments.encode(own);
    clients.encode(usual);

    assertThat(own).isEqualTo(usual);
    assertThat(arguments.count()).isEqualTo(clients.count());
    assertThat(arguments.getFirstEncodedKey()).isEqualTo(clients.getFirstEncodedKey());
    assertThat(arguments.toCommandString()).isEqualTo("ScriptArguments[7]");
  }
}
