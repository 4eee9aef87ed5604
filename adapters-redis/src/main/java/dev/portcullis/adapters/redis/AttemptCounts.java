package dev.portcullis.adapters.redis;

import dev.portcullis.application.journal.Stopwatch;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The counts of login attempts in the store. A count is a text of four numbers: the microsecond at
 * which all of its attempts are free again (the generic cell rate algorithm), the period of the
 * last attempt, and how many attempts of this period and of the one before are in progress. A
 * period is longer than a login, so that what a killed instance had in progress is forgotten after
 * two. A script takes an attempt at all counts or at none.
 *
 * <p>One script is in progress at a time, and takes with it whatever has come up since the last: a
 * busy instance sends fewer and longer ones, as a login's share of a script is less work than one
 * of its own. Ends wait for the next attempt, {@value #PAUSE_MILLIS} ms at most. Safe for
 * concurrent use.
 */
final class AttemptCounts implements RedisStore.Beat {

  /**
   * Its arguments after the first three are the number of rules, and of each rule the microseconds
   * of one attempt and of all, and 1 if it refuses; and then steps. A step is {@code t}, to take an
   * attempt, {@code c}, to end one that counts, or {@code r}, to end one that is given back; the
   * period in which the attempt began; a colon; and of each count the letter of its rule, {@code a}
   * for the first. Answers for each take 0 and the counts that are full and do not refuse, each as
   * twice its position, plus 1 if attempts are in progress there; or the position of the first that
   * refuses, the microseconds to wait, and the number in progress. A count of which nothing is used
   * any more is deleted.
   */
  private static final RedisScript STEPS =
      new RedisScript(
          """
          local now, period, life = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
          local held, counts, changed = redis.call('MGET', unpack(KEYS)), {}, {}
          for i = 1, #KEYS do
            if not counts[KEYS[i]] then
              local free, at, new, old = string.match(held[i] or '', '^(%d+) (%d+) (%d+) (%d+)$')
              counts[KEYS[i]] = free
                  and {free = tonumber(free), at = tonumber(at), new = tonumber(new), old = tonumber(old)}
                  or {free = now, at = period, new = 0, old = 0, absent = true}
            end
          end
          local rules, first = {}, 5 + 3 * tonumber(ARGV[4])
          for i = 5, first - 1, 3 do
            rules[#rules + 1] =
                {each = tonumber(ARGV[i]), most = tonumber(ARGV[i + 1]), refuses = ARGV[i + 2] == '1'}
          end
          local key, answers = 0, {}
          for step = first, #ARGV do
            local kind, began, letters = string.match(ARGV[step], '^(%a)(%d+):(%a+)$')
            began = tonumber(began)
            if kind == 't' then
              local answer, taken = {0}, {}
              for i = 1, #letters do
                local rule = rules[string.byte(letters, i) - 96]
                local count = counts[KEYS[key + i]]
                if count.free < now then count.free = now end
                if period > count.at then
                  count.old = period == count.at + 1 and count.new or 0
                  count.new, count.at = 0, period
                end
                if count.free + rule.each <= now + rule.most then
                  taken[i] = rule.each
                elseif rule.refuses then
                  answer = {i, count.free + rule.each - now - rule.most, count.new + count.old}
                  taken = {}
                  break
                else
                  answer[#answer + 1] = 2 * i + (count.new + count.old > 0 and 1 or 0)
                end
              end
              for i, each in pairs(taken) do
                local count = counts[KEYS[key + i]]
                count.free, count.absent = count.free + each, nil
                if period == count.at then count.new = count.new + 1
                elseif period == count.at - 1 then count.old = count.old + 1 end
                changed[KEYS[key + i]] = count
              end
              answers[#answers + 1] = answer
            else
              for i = 1, #letters do
                local count = counts[KEYS[key + i]]
                if not count.absent then
                  if began == count.at and count.new > 0 then count.new = count.new - 1 end
                  if began == count.at - 1 and count.old > 0 then count.old = count.old - 1 end
                  if kind == 'r' then
                    count.free = count.free - rules[string.byte(letters, i) - 96].each
                  end
                  changed[KEYS[key + i]] = count
                end
              end
            end
            key = key + #letters
          end
          for name, count in pairs(changed) do
            local left = math.max(0, math.ceil((count.free - now) / 1000))
            if left == 0 and count.new + count.old == 0 then
              redis.call('DEL', name)
            else
              redis.call('SET', name,
                  string.format('%.0f %.0f %d %d', count.free, count.at, count.new, count.old),
                  'PX', left + life)
            end
          end
          return answers
          """);

  /** Takes, and as many ends, that are sent together: one script takes a millisecond or two. */
  private static final int MOST_TOGETHER = 32;

  /** Between two scripts, unless the first took as many as it may: what a take waits at most. */
  private static final Duration GAP = Duration.ofMillis(4);

  /** How long an end waits for a take to be sent with. */
  private static final long PAUSE_MILLIS = 10;

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

  private final Queue<Take> takes = new ConcurrentLinkedQueue<>();
  private final Queue<End> ends = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicBoolean sending = new AtomicBoolean();
  private final AtomicBoolean planned = new AtomicBoolean();

  /** Since the last script was sent. */
  private volatile Stopwatch sent;

  /** Whether it left some behind. */
  private volatile boolean crowded;

  /**
   * Counts nothing yet.
   *
   * @param longest how long an attempt may be in progress
   */
  AttemptCounts(RedisStore store, AttemptLimits limits, Duration longest, InstantSource time) {
    this.store = store;
    this.tags = store.settings().key().tags("attempts");
    limits.active().forEachWithIndex((it, i) -> rules.add(Rule.of(it, (char) ('a' + i))));
    this.period = longest.toMillis();
    this.time = time;
    this.sent = new Stopwatch(time, Instant.EPOCH);
  }

  /**
   * One limit, as the script wants it.
   *
   * @param letter by which steps name it
   * @param each the microseconds after which there is room for one more
   * @param most those of all its attempts
   */
  private record Rule(AttemptLimit limit, char letter, String each, String most, String refuses) {

    static Rule of(Active active, char letter) {
      long window = active.rule().window().toNanos() / 1000;
      long attempts = active.rule().attempts();
      long each = (window + attempts - 1) / attempts;
      return new Rule(
          active.limit(),
          letter,
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

  /**
   * An attempt that the store does not know yet.
   *
   * @param decision none if it is decided without the store
   */
  private record Take(Places places, CompletableFuture<Option<Decision>> decision) {

    void withoutStore() {
      boolean unused = decision.complete(Option.none());
    }
  }

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
   * Takes an attempt; none if the store is away or does not answer in time, which is counted.
   *
   * @param places at least one
   */
  Option<Decision> take(Places places) {
    Option<Decision> decision = store.isAway() ? Option.none() : ask(places);
    if (decision.isEmpty()) {
      store.failed(StoreUse.ATTEMPTS);
    }
    return decision;
  }

  /** Waits without a time limit of its own, as the script that it is sent with has one. */
  private Option<Decision> ask(Places places) {
    Take take = new Take(places, new CompletableFuture<>());
    takes.add(take);
    send();
    try {
      return take.decision().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      take.withoutStore();
      // Unless it was decided just now.
      return take.decision().join();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a decision has no fault", e);
    }
  }

  /** Sends what has come up, unless something is on its way; then its answer has this called. */
  private void send() {
    while (!(takes.isEmpty() && ends.isEmpty()) && sending.compareAndSet(false, true)) {
      if (store.isAway()) {
        sending.set(false);
        for (Take take = takes.poll(); take != null; take = takes.poll()) {
          take.withoutStore();
        }
        return;
      }
      Duration early = GAP.minus(sent.elapsed());
      if (early.isPositive() && !crowded) {
        after(early, this::sendNow);
        return;
      }
      if (sendSome()) {
        return;
      }
    }
  }

  /** On a thread that must not wait. */
  private static void after(Duration wait, Runnable action) {
    CompletableFuture.delayedExecutor(
            TimeUnit.NANOSECONDS.convert(wait), TimeUnit.NANOSECONDS, Runnable::run)
        .execute(action);
  }

  /** What has come up while nothing was found to be sent is not left behind. */
  private void sendNow() {
    if (!sendSome()) {
      send();
    }
  }

  /** Sends some of what has come up; false if there is nothing any more. */
  private boolean sendSome() {
    List<Take> taking = poll(takes);
    List<End> ending = poll(ends);
    int unused = size.addAndGet(-ending.size());
    if (taking.isEmpty() && ending.isEmpty()) {
      sending.set(false);
      return false;
    }
    send(taking, ending);
    return true;
  }

  private static <T> List<T> poll(Queue<T> queue) {
    List<T> some = new ArrayList<>();
    while (some.size() < MOST_TOGETHER) {
      T next = queue.poll();
      if (next == null) {
        break;
      }
      some.add(next);
    }
    return some;
  }

  private void send(List<Take> taking, List<End> ending) {
    long now = now();
    long current = now / 1000 / period;
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    values.add(Long.toString(now));
    values.add(Long.toString(current));
    values.add(Long.toString(2 * period + MARGIN_MILLIS));
    values.add(Integer.toString(rules.size()));
    for (Rule rule : rules) {
      values.add(rule.each());
      values.add(rule.most());
      values.add(rule.refuses());
    }
    for (End end : ending) {
      names.addAll(end.attempt().counts());
      values.add(step(end.refunded() ? 'r' : 'c', end.attempt().period(), end.attempt().rules()));
    }
    for (Take take : taking) {
      names.addAll(List.of(take.places().names));
      values.add(step('t', current, take.places().rules));
    }
    sent = Stopwatch.start(time);
    crowded = taking.size() == MOST_TOGETHER || ending.size() == MOST_TOGETHER;
    boolean accepted =
        store.<List<List<Long>>>sendScript(
            STEPS,
            ScriptOutputType.MULTI,
            names.toArray(String[]::new),
            values.toArray(String[]::new),
            new RedisStore.Receiver<>() {
              @Override
              public void answered(List<List<Long>> answers) {
                sending.set(false);
                try {
                  settle(taking, answers, current);
                } finally {
                  unanswered();
                }
              }

              @Override
              public void unanswered() {
                sending.set(false);
                taking.forEach(Take::withoutStore);
                send();
              }
            });
    if (!accepted) {
      sending.set(false);
      taking.forEach(Take::withoutStore);
      ending.forEach(this::keep);
      send();
    }
  }

  private static String step(char kind, long began, List<Rule> rules) {
    StringBuilder text = new StringBuilder().append(kind).append(began).append(':');
    rules.forEach(rule -> text.append(rule.letter()));
    return text.toString();
  }

  /** An attempt that nobody waits for any more, and was let through without the store, is ended. */
  private void settle(List<Take> taking, List<List<Long>> answers, long current) {
    for (int i = 0; i < taking.size(); i++) {
      Take take = taking.get(i);
      Decision decision = decision(take.places(), answers.get(i), current);
      if (!take.decision().complete(Option.some(decision))
          && decision instanceof Decision.Taken(var attempt, var reached)) {
        end(attempt, true);
      }
    }
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
    if (!attempt.counts().isEmpty()) {
      keep(new End(attempt, refunded));
      if (!store.isAway() && planned.compareAndSet(false, true)) {
        after(
            Duration.ofMillis(PAUSE_MILLIS),
            () -> {
              planned.set(false);
              send();
            });
      }
    }
  }

  private void keep(End end) {
    if (size.incrementAndGet() <= MOST_KEPT) {
      ends.add(end);
    } else {
      int unused = size.decrementAndGet();
    }
  }

  @Override
  public void reached() {
    // What was sent before is answered by now, or its connection is closed.
    sending.set(false);
    send();
  }

  @Override
  public void passed() {
    send();
  }

  @Override
  public void missed() {
    reached();
  }

  private long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time.instant());
  }
}
