package dev.portcullis.adapters.redis;

import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.AttemptLimits.Active;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.LoginSubject;
import io.lettuce.core.ScriptOutputType;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The counts of login attempts in the store. A count is a text of four numbers: the microsecond at
 * which all of its attempts are free again (the generic cell rate algorithm), the period of the
 * last attempt, and how many attempts of this period and of the one before are in progress. A
 * period is longer than a login, so that what a killed instance had in progress is forgotten after
 * two. One script takes an attempt at all counts or at none, another ends it. Safe for concurrent
 * use.
 */
final class AttemptCounts implements RedisStore.Beat {

  /**
   * Answers 0 and the counts that are full and do not refuse, each as twice its position, plus 1 if
   * attempts are in progress there; or the position of the first that refuses, the microseconds to
   * wait, and the number in progress.
   */
  private static final String TAKE =
      """
      local now, period, life = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
      local held = redis.call('MGET', unpack(KEYS))
      local taken, answer = {}, {0}
      for i = 1, #KEYS do
        local each, most = tonumber(ARGV[3 * i + 1]), tonumber(ARGV[3 * i + 2])
        local free, at, new, old = string.match(held[i] or '', '^(%d+) (%d+) (%d+) (%d+)$')
        free, at = tonumber(free or now), tonumber(at or period)
        new, old = tonumber(new or 0), tonumber(old or 0)
        if free < now then free = now end
        if period > at then
          old = period == at + 1 and new or 0
          new, at = 0, period
        end
        free = free + each
        if free <= now + most then
          if period == at then new = new + 1 elseif period == at - 1 then old = old + 1 end
          taken[i] = {string.format('%.0f %.0f %d %d', free, at, new, old),
              math.ceil((free - now) / 1000) + life}
        elseif ARGV[3 * i + 3] == '1' then
          return {i, free - now - most, new + old}
        else
          answer[#answer + 1] = 2 * i + (new + old > 0 and 1 or 0)
        end
      end
      for i, count in pairs(taken) do redis.call('SET', KEYS[i], count[1], 'PX', count[2]) end
      return answer
      """;

  /** A count of which nothing is used any more is deleted. */
  private static final String END =
      """
      local now, period, refund = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3] == '1'
      local held = redis.call('MGET', unpack(KEYS))
      for i = 1, #KEYS do
        local free, at, new, old = string.match(held[i] or '', '^(%d+) (%d+) (%d+) (%d+)$')
        if free then
          free, at, new, old = tonumber(free), tonumber(at), tonumber(new), tonumber(old)
          if period == at and new > 0 then new = new - 1 end
          if period == at - 1 and old > 0 then old = old - 1 end
          if refund then free = free - tonumber(ARGV[i + 3]) end
          if free <= now and new + old == 0 then
            redis.call('DEL', KEYS[i])
          else
            redis.call('SET', KEYS[i],
                string.format('%.0f %.0f %d %d', free, at, new, old), 'KEEPTTL')
          end
        end
      end
      return 0
      """;

  /** Ends of attempts that are kept while the store is away, about 500 bytes each. */
  private static final int MOST_KEPT = 10_000;

  private static final long MARGIN_MILLIS = 60_000;

  private final RedisStore store;
  private final SharedKey.Tags tags;
  private final List<Rule> rules = new ArrayList<>();
  private final long period;
  private final InstantSource time;

  /** Of the limits that have few keys. */
  private final Map<String, String> known = new ConcurrentHashMap<>();

  private final Queue<End> kept = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();

  /**
   * Counts nothing yet.
   *
   * @param longest how long an attempt may be in progress
   */
  AttemptCounts(RedisStore store, AttemptLimits limits, Duration longest, InstantSource time) {
    this.store = store;
    this.tags = store.settings().key().tags("attempts");
    limits.active().forEach(it -> rules.add(Rule.of(it)));
    this.period = longest.toMillis();
    this.time = time;
  }

  /**
   * One limit, as the script wants it.
   *
   * @param each the microseconds after which there is room for one more
   * @param most those of all its attempts
   */
  private record Rule(AttemptLimit limit, String each, String most, String refuses) {

    static Rule of(Active active) {
      long window = active.rule().window().toNanos() / 1000;
      long attempts = active.rule().attempts();
      long each = (window + attempts - 1) / attempts;
      return new Rule(
          active.limit(),
          Long.toString(each),
          Long.toString(each * attempts),
          active.refuses() ? "1" : "0");
    }
  }

  /** Where one attempt counts. */
  static final class Places {

    private final List<Rule> rules;
    private final String[] names;

    private Places(List<Rule> rules, String[] names) {
      this.rules = rules;
      this.names = names;
    }

    boolean isEmpty() {
      return rules.isEmpty();
    }
  }

  /** What the store has decided. */
  sealed interface Decision {

    /**
     * It counts.
     *
     * @param reached the limits that are full and do not refuse
     */
    record Taken(Attempt attempt, List<Full> reached) implements Decision {}

    /**
     * A limit that refuses is full, and it counts nowhere.
     *
     * @param count the name of what is full
     * @param retryAfter until there is room for one more
     */
    record NotTaken(Full full, String count, Duration retryAfter) implements Decision {}
  }

  /**
   * A limit that has no room.
   *
   * @param unsettled whether attempts are in progress there
   */
  record Full(AttemptLimit limit, boolean unsettled) {}

  /**
   * An attempt that counts.
   *
   * @param counts where
   * @param rules the limits of these counts
   */
  record Attempt(List<String> counts, List<Rule> rules, long period) {}

  /** An end that the store does not know yet. */
  private record End(Attempt attempt, boolean refunded) {}

  /** Where an attempt counts. */
  Places places(LoginSubject subject) {
    List<Rule> counting = new ArrayList<>(rules.size());
    List<String> names = new ArrayList<>(rules.size());
    for (Rule rule : rules) {
      for (String key : rule.limit().key(subject)) {
        counting.add(rule);
        names.add(name(rule.limit(), key));
      }
    }
    return new Places(counting, names.toArray(String[]::new));
  }

  /** All names are in one hash slot, as one script has to have them. */
  private String name(AttemptLimit limit, String key) {
    String text = limit.word() + "\n" + key;
    return switch (limit) {
      case TOTAL, PER_LISTENER ->
          known.computeIfAbsent(text, it -> store.name("{limits}:" + tags.of(it)));
      case PER_NETWORK, PER_ADDRESS, PER_USER_AND_ADDRESS, PER_USER ->
          store.name("{limits}:" + tags.of(text));
    };
  }

  /**
   * Takes an attempt; none if the store is away.
   *
   * @param places at least one
   */
  Option<Decision> take(Places places) {
    long now = now();
    long current = now / 1000 / period;
    List<String> values = new ArrayList<>(3 + 3 * places.rules.size());
    values.add(Long.toString(now));
    values.add(Long.toString(current));
    values.add(Long.toString(2 * period + MARGIN_MILLIS));
    for (Rule rule : places.rules) {
      values.add(rule.each());
      values.add(rule.most());
      values.add(rule.refuses());
    }
    return store
        .<List<Long>>ask(
            StoreUse.ATTEMPTS,
            commands ->
                commands.eval(
                    TAKE, ScriptOutputType.MULTI, places.names, values.toArray(String[]::new)))
        .map(answer -> decision(places, answer, current));
  }

  private static Decision decision(Places places, List<Long> answer, long current) {
    int full = answer.get(0).intValue() - 1;
    if (full >= 0) {
      return new Decision.NotTaken(
          new Full(places.rules.get(full).limit(), answer.get(2) > 0),
          places.names[full],
          Duration.ofSeconds(Math.max(1, (answer.get(1) + 999_999) / 1_000_000)));
    }
    List<String> counts = new ArrayList<>(List.of(places.names));
    List<Rule> rules = new ArrayList<>(places.rules);
    List<Full> reached = new ArrayList<>();
    for (int i = answer.size() - 1; i > 0; i--) {
      int at = answer.get(i).intValue() / 2 - 1;
      reached.addFirst(new Full(rules.remove(at).limit(), answer.get(i) % 2 == 1));
      String unused = counts.remove(at);
    }
    return new Decision.Taken(new Attempt(counts, rules, current), reached);
  }

  /** Ends an attempt. While the store is away this is kept until it is back. */
  void end(Attempt attempt, boolean refunded) {
    if (!attempt.counts().isEmpty() && !isSent(new End(attempt, refunded))) {
      keep(new End(attempt, refunded));
    }
  }

  private void keep(End end) {
    if (size.incrementAndGet() <= MOST_KEPT) {
      kept.add(end);
    } else {
      int unused = size.decrementAndGet();
    }
  }

  private boolean isSent(End end) {
    Attempt attempt = end.attempt();
    List<String> values = new ArrayList<>(3 + attempt.rules().size());
    values.add(Long.toString(now()));
    values.add(Long.toString(attempt.period()));
    values.add(end.refunded() ? "1" : "0");
    attempt.rules().forEach(rule -> values.add(rule.each()));
    return store.tell(
        commands ->
            commands.eval(
                END,
                ScriptOutputType.INTEGER,
                attempt.counts().toArray(String[]::new),
                values.toArray(String[]::new)),
        () -> {});
  }

  @Override
  public void reached() {
    passed();
  }

  @Override
  public void passed() {
    for (End end = kept.peek(); end != null && isSent(end); end = kept.peek()) {
      End unused = kept.remove();
      int left = size.decrementAndGet();
    }
  }

  private long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time.instant());
  }
}
