package dev.portcullis.adapters.redis;

import dev.portcullis.application.session.port.RevokedSessions;
import dev.portcullis.domain.session.SessionFingerprint;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.ScriptOutputType;
import io.vavr.control.Option;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells all instances which sessions have been ended. The store has a sorted set of them, each with
 * the second of its end, in the order of their arrival; every instance reads what is new four times
 * a second and knows all of it, so that {@link #contains} never waits. What an instance knows holds
 * while the store is away, and is written again when the store is back, or has lost it. Takes about
 * 200 bytes for each session on every instance, until its end.
 */
final class RedisRevokedSessions implements RevokedSessions, RedisStore.Beat {

  /**
   * Adds members that are not there, drops some that have ended, and keeps the set for as long as
   * its last member counts. Scores grow with each call, also when the server's clock is set back.
   * Answers how many members there are.
   */
  private static final String PUBLISH =
      """
      local t = redis.call('TIME')
      local score = tonumber(t[1]) * 1000000 + tonumber(t[2])
      local top = redis.call('ZREVRANGE', KEYS[1], 0, 0, 'WITHSCORES')
      if top[2] and score <= tonumber(top[2]) then score = tonumber(top[2]) + 1 end
      for i = 3, #ARGV do
        redis.call('ZADD', KEYS[1], 'NX', string.format('%.0f', score), ARGV[i])
      end
      for _, member in ipairs(redis.call('ZRANDMEMBER', KEYS[1], 20)) do
        local ends = tonumber(string.match(member, ' (%d+)$'))
        if not ends or ends + 60 < tonumber(ARGV[1]) then redis.call('ZREM', KEYS[1], member) end
      end
      local life = tonumber(ARGV[2])
      if redis.call('TTL', KEYS[1]) < life then redis.call('EXPIRE', KEYS[1], life) end
      return redis.call('ZCARD', KEYS[1])
      """;

  private static final int PAGE = 1000;
  private static final int BATCH = 200;
  private static final int LEAST = 1000;

  /** For how long a revocation is written again when the store is reached again. */
  private static final Duration REPEATED = Duration.ofMinutes(5);

  /** Looks between two times that everything is written again. */
  private static final int PAUSE = 40;

  private final SecureRandom random = new SecureRandom();
  private final RedisStore store;
  private final SharedKey.Tags tags;
  private final String name;
  private final RevokedSessions local;
  private final InstantSource time;

  /** The second of the end, by the tag of the session. */
  private final Map<String, Long> ends = new ConcurrentHashMap<>();

  /**
   * The members that this instance has published, and when: a server that takes the place of
   * another may not have the last of them.
   */
  private final Map<String, Long> own = new ConcurrentHashMap<>();

  /** Of the store's own thread: the score of the last member that was read. */
  private double last;

  private int untilRewrite;
  private int sweepAt = LEAST;

  RedisRevokedSessions(RedisStore store, RevokedSessions local, InstantSource time) {
    this.store = store;
    this.tags = store.settings().key().tags("revoked sessions");
    this.name = store.name("revoked");
    this.local = local;
    this.time = time;
  }

  @Override
  public boolean revoke(SessionFingerprint session, Instant end) {
    boolean stored = local.revoke(session, end);
    String tag = tags.of(session.value());
    // A started second counts completely.
    long second = end.plusNanos(999_999_999).getEpochSecond();
    String member = member(tag, second);
    learn(tag, second);
    own.put(member, time.instant().getEpochSecond());
    return publish(List.of(member)).isDefined() && stored;
  }

  @Override
  public boolean contains(SessionFingerprint session) {
    return local.contains(session) || ends.containsKey(tags.of(session.value()));
  }

  private synchronized void learn(String tag, long end) {
    Long unused = ends.merge(tag, end, Math::max);
    if (ends.size() >= sweepAt) {
      sweep();
      sweepAt = Math.max(LEAST, 2 * ends.size());
    }
  }

  private void sweep() {
    long now = time.instant().getEpochSecond();
    boolean unused = ends.values().removeIf(end -> end <= now);
  }

  private static String member(String tag, long end) {
    return tag + " " + end;
  }

  /** How many members the set has then; none if they could not be written. */
  private Option<Long> publish(List<String> members) {
    long now = time.instant().getEpochSecond();
    long latest = now;
    for (String member : members) {
      latest = Math.max(latest, end(member));
    }
    List<String> arguments = new ArrayList<>(members.size() + 2);
    arguments.add(Long.toString(now));
    arguments.add(Long.toString(latest - now + 120));
    arguments.addAll(members);
    return store.ask(
        StoreUse.REVOKED_SESSIONS,
        commands ->
            commands.eval(
                PUBLISH,
                ScriptOutputType.INTEGER,
                new String[] {name},
                arguments.toArray(String[]::new)));
  }

  /** Reads everything, because this may be another server, and writes what it does not have. */
  @Override
  public void reached() {
    last = 0;
    if (write(List.copyOf(own.keySet()), false) && read()) {
      writeAll();
    }
  }

  @Override
  public void passed() {
    long old = time.instant().getEpochSecond() - REPEATED.toSeconds();
    boolean unused = own.values().removeIf(at -> at < old);
    if (read() && untilRewrite-- <= 0) {
      Option<Long> there = store.ask(StoreUse.REVOKED_SESSIONS, commands -> commands.zcard(name));
      if (there.exists(number -> number < ends.size())) {
        sweep();
        if (there.get() < ends.size()) {
          writeAll();
          untilRewrite = PAUSE;
        }
      }
    }
  }

  /** Reads what has arrived since the last time; false if the store did not answer. */
  private boolean read() {
    while (true) {
      double after = last;
      Option<List<ScoredValue<String>>> page =
          store.ask(
              StoreUse.REVOKED_SESSIONS,
              commands ->
                  commands.zrangebyscoreWithScores(
                      name,
                      Range.from(Boundary.excluding(after), Boundary.unbounded()),
                      Limit.create(0, PAGE)));
      for (List<ScoredValue<String>> members : page) {
        for (ScoredValue<String> member : members) {
          last = Math.max(last, member.getScore());
          String text = member.getValue();
          learn(text.substring(0, Math.max(0, text.indexOf(' '))), end(text));
        }
      }
      if (page.isEmpty() || page.get().size() < PAGE) {
        return page.isDefined();
      }
    }
  }

  /** The second of a member's end; 0 of one that is not ours. */
  private static long end(String member) {
    try {
      return Long.parseLong(member.substring(member.indexOf(' ') + 1));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /**
   * Writes what has not ended, until the set has as many members. Starts anywhere: of several
   * instances that do so at the same time, each writes another part first.
   */
  private void writeAll() {
    sweep();
    List<String> members = new ArrayList<>(ends.size());
    ends.forEach((tag, end) -> members.add(member(tag, end)));
    if (members.isEmpty()) {
      return;
    }
    Collections.rotate(members, random.nextInt(members.size()));
    boolean unused = write(members, true);
  }

  /** Writes these; false if the store did not answer. */
  private boolean write(List<String> members, boolean untilComplete) {
    for (int from = 0; from < members.size(); from += BATCH) {
      Option<Long> there = publish(members.subList(from, Math.min(members.size(), from + BATCH)));
      if (there.isEmpty()) {
        return false;
      }
      if (untilComplete && there.get() >= members.size()) {
        return true;
      }
    }
    return true;
  }
}
