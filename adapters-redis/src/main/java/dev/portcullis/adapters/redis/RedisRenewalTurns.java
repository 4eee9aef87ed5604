package dev.portcullis.adapters.redis;

import dev.portcullis.application.session.port.RenewalTurns;
import dev.portcullis.domain.session.SessionFingerprint;
import io.lettuce.core.ScriptOutputType;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Turns in the store: a hash for each renewal, with the number of the last turn, until when it may
 * take, and the result, sealed. Turns are measured by the server's clock.
 */
final class RedisRenewalTurns implements RenewalTurns {

  /** How long a result is handed to the others. */
  static final Duration KEPT = Duration.ofSeconds(60);

  /** How long the others wait after a renewal that was not answered. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  private static final String MINE = "mine";
  private static final String TAKEN = "taken";
  private static final String RENEWED = "renewed";
  private static final String ENDED = "ended";
  private static final String UNANSWERED = "unanswered";

  /** Answers a state, and the number of the turn or the result. */
  private static final String TAKE =
      """
      local t = redis.call('TIME')
      local now = tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000)
      local turn = redis.call('HMGET', KEYS[1], 'fence', 'until', 'state', 'result')
      if turn[3] == 'renewed' or turn[3] == 'ended' then return {turn[3], turn[4] or ''} end
      if turn[2] and tonumber(turn[2]) > now then return {turn[3] or 'taken', ''} end
      local fence = string.format('%.0f', tonumber(turn[1] or '0') + 1)
      redis.call('HSET', KEYS[1], 'fence', fence, 'state', 'taken',
          'until', string.format('%.0f', now + tonumber(ARGV[1])))
      redis.call('PEXPIRE', KEYS[1], tonumber(ARGV[1]) + tonumber(ARGV[2]))
      return {'mine', fence}
      """;

  /** Answers 1, or 0 if the turn is another instance's. */
  private static final String LEAVE =
      """
      local fence = redis.call('HGET', KEYS[1], 'fence')
      if fence and fence ~= ARGV[1] then return 0 end
      local t = redis.call('TIME')
      local now = tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000)
      redis.call('HSET', KEYS[1], 'fence', ARGV[1], 'state', ARGV[2], 'result', ARGV[3],
          'until', string.format('%.0f', now + tonumber(ARGV[4])))
      redis.call('PEXPIRE', KEYS[1], ARGV[5])
      return 1
      """;

  private static final long FIRST_LOOK_MILLIS = 10;
  private static final long LONGEST_LOOK_MILLIS = 100;

  private final RedisStore store;
  private final SharedKey.Tags tags;
  private final SharedKey.Sealing sealing;
  private final Duration longest;

  /**
   * Nobody has a turn yet.
   *
   * @param longest how long a renewal may take, after which another instance may try
   */
  RedisRenewalTurns(RedisStore store, Duration longest) {
    this.store = store;
    this.tags = store.settings().key().tags("renewal turns");
    this.sealing = store.settings().key().sealing("renewal turns");
    this.longest = longest;
  }

  @Override
  public Turn take(SessionFingerprint renewal) {
    String name = name(renewal);
    Option<List<String>> answer = ask(name);
    if (answer.isEmpty()) {
      return new Turn.Mine(0);
    }
    long look = FIRST_LOOK_MILLIS;
    // Longer than a turn, so that the turn of an instance that was killed can be taken.
    for (long left = longest.toMillis() + 1000;
        left > 0 && answer.exists(it -> it.get(0).equals(TAKEN));
        left -= look, look = Math.min(LONGEST_LOOK_MILLIS, 2 * look)) {
      if (!sleep(look)) {
        return new Turn.Unanswered();
      }
      answer = ask(name);
    }
    // Another instance had the turn when the store went away.
    return answer.fold(Turn.Unanswered::new, it -> turn(name, it));
  }

  private Turn turn(String name, List<String> answer) {
    return switch (answer.get(0)) {
      case MINE -> new Turn.Mine(Long.parseLong(answer.get(1)));
      case ENDED -> new Turn.Ended();
      case RENEWED ->
          sealing
              .open(answer.get(1), name)
              .<Turn>map(Turn.Renewed::new)
              .getOrElse(Turn.Unanswered::new);
      default -> new Turn.Unanswered();
    };
  }

  private Option<List<String>> ask(String name) {
    return store.ask(
        StoreUse.RENEWALS,
        commands ->
            commands.<List<String>>eval(
                TAKE,
                ScriptOutputType.MULTI,
                new String[] {name},
                Long.toString(longest.toMillis()),
                Long.toString(KEPT.toMillis())));
  }

  private static boolean sleep(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public boolean renewed(SessionFingerprint renewal, Turn.Mine turn, String sealed) {
    String name = name(renewal);
    return leave(name, turn, RENEWED, sealing.close(sealed, name), KEPT);
  }

  @Override
  public boolean ended(SessionFingerprint renewal, Turn.Mine turn) {
    return leave(name(renewal), turn, ENDED, "", KEPT);
  }

  @Override
  public void unanswered(SessionFingerprint renewal, Turn.Mine turn) {
    boolean unused = leave(name(renewal), turn, UNANSWERED, "", PAUSE);
  }

  /** True also if the store is away: then nothing is known of another instance's turn. */
  private boolean leave(String name, Turn.Mine turn, String state, String result, Duration until) {
    Option<Long> mine =
        turn.fence() == 0
            ? Option.none()
            : store.ask(
                StoreUse.RENEWALS,
                commands ->
                    commands.eval(
                        LEAVE,
                        ScriptOutputType.INTEGER,
                        new String[] {name},
                        Long.toString(turn.fence()),
                        state,
                        result,
                        Long.toString(until.toMillis()),
                        Long.toString(KEPT.toMillis())));
    return mine.isEmpty() || mine.get() == 1;
  }

  private String name(SessionFingerprint renewal) {
    return store.name("turns:" + tags.of(renewal.value()));
  }
}
