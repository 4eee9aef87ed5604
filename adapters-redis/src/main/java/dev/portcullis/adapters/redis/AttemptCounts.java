package dev.portcullis.adapters.redis;

import dev.portcullis.application.journal.Stopwatch;
import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.AttemptLimits.Active;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.LoginSubject;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
   * Its arguments are the microsecond, the period, the milliseconds for which a count is kept
   * beyond its last attempt, the rules, and the steps. A rule is the microseconds of one attempt
   * and of all, and 1 if it refuses. A step is {@code t}, to take an attempt, {@code c}, to end one
   * that counts, or {@code r}, to end one that is given back; the period in which the attempt
   * began; a colon; and of each count the letter of its rule, {@code a} for the first, and the
   * position of its name. Answers for each take 0 and the counts that are full and do not refuse,
   * each as twice its place in the step, plus 1 if attempts are in progress there; or the place of
   * the first that refuses, the microseconds to wait, and the number in progress. A count of which
   * nothing is used any more is deleted.
   */
  private static final RedisScript STEPS =
      new RedisScript(
          """
          local now, period, life = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
          local held, counts, changed = redis.call('MGET', unpack(KEYS)), {}, {}
          for i = 1, #KEYS do
            local free, at, new, old = string.match(held[i] or '', '^(%d+) (%d+) (%d+) (%d+)$')
            counts[i] = free
                and {free = tonumber(free), at = tonumber(at), new = tonumber(new), old = tonumber(old)}
                or {free = now, at = period, new = 0, old = 0, absent = true}
          end
          local rules = {}
          for each, most, refuses in string.gmatch(ARGV[4], '(%d+) (%d+) (%d)') do
            rules[#rules + 1] =
                {each = tonumber(each), most = tonumber(most), refuses = refuses == '1'}
          end
          local answers = {}
          for kind, began, places in string.gmatch(ARGV[5], '(%a)(%d+):(%w+)') do
            local rule, at, n = {}, {}, 0
            for letter, position in string.gmatch(places, '(%a)(%d+)') do
              n = n + 1
              rule[n], at[n] = rules[string.byte(letter) - 96], tonumber(position)
            end
            if kind == 't' then
              local answer, taken = {0}, {}
              for i = 1, n do
                local count = counts[at[i]]
                if count.free < now then count.free = now end
                if period > count.at then
                  count.old = period == count.at + 1 and count.new or 0
                  count.new, count.at = 0, period
                end
                if count.free + rule[i].each <= now + rule[i].most then
                  taken[i] = rule[i].each
                elseif rule[i].refuses then
                  answer =
                      {i, count.free + rule[i].each - now - rule[i].most, count.new + count.old}
                  taken = {}
                  break
                else
                  answer[#answer + 1] = 2 * i + (count.new + count.old > 0 and 1 or 0)
                end
              end
              for i, each in pairs(taken) do
                local count = counts[at[i]]
                count.free, count.absent = count.free + each, nil
                if period == count.at then count.new = count.new + 1
                elseif period == count.at - 1 then count.old = count.old + 1 end
                changed[at[i]] = count
              end
              answers[#answers + 1] = answer
            else
              began = tonumber(began)
              for i = 1, n do
                local count = counts[at[i]]
                if not count.absent then
                  if began == count.at and count.new > 0 then count.new = count.new - 1 end
                  if began == count.at - 1 and count.old > 0 then count.old = count.old - 1 end
                  if kind == 'r' then count.free = count.free - rule[i].each end
                  changed[at[i]] = count
                end
              end
            end
          end
          for i, count in pairs(changed) do
            local left = math.max(0, math.ceil((count.free - now) / 1000))
            if left == 0 and count.new + count.old == 0 then
              redis.call('DEL', KEYS[i])
            else
              redis.call('SET', KEYS[i],
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

  /** All of them, as the script wants them. */
  private final String rulesText;

  private final long period;
  private final InstantSource time;

  /** Of the limits that have few keys. */
  private final Map<String, String> known = new ConcurrentHashMap<>();

  private final Queue<Take> takes = new ConcurrentLinkedQueue<>();
  private final Queue<End> ends = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();

  /**
   * While scripts are sent one after the other: from the first until there is nothing to be sent.
   */
  private final AtomicReference<@Nullable Object> turn = new AtomicReference<>();

  private final AtomicBoolean planned = new AtomicBoolean();

  /**
   * Counts nothing yet.
   *
   * @param longest how long an attempt may be in progress
   */
  AttemptCounts(RedisStore store, AttemptLimits limits, Duration longest, InstantSource time) {
    this.store = store;
    this.tags = store.settings().key().tags("attempts");
    limits.active().forEachWithIndex((it, i) -> rules.add(new Rule(it, (char) ('a' + i))));
    this.rulesText = rules.stream().map(Rule::text).collect(Collectors.joining(" "));
    this.period = longest.toMillis();
    this.time = time;
  }

  /**
   * One limit.
   *
   * @param letter by which steps name it
   */
  private record Rule(Active active, char letter) {

    AttemptLimit limit() {
      return active.limit();
    }

    /** As the script wants it. */
    String text() {
      long window = active.rule().window().toNanos() / 1000;
      long attempts = active.rule().attempts();
      long each = (window + attempts - 1) / attempts;
      return each + " " + each * attempts + (active.refuses() ? " 1" : " 0");
    }
  }

  /**
   * Where one attempt counts.
   *
   * @param names of the counts
   * @param rules the limits of these counts
   */
  record Places(List<String> names, List<Rule> rules) {

    boolean isEmpty() {
      return rules.isEmpty();
    }

    private Places without(List<Integer> positions) {
      if (positions.isEmpty()) {
        return this;
      }
      List<String> otherNames = new ArrayList<>(names);
      List<Rule> otherRules = new ArrayList<>(rules);
      for (int i = positions.size() - 1; i >= 0; i--) {
        int at = positions.get(i);
        String unusedName = otherNames.remove(at);
        Rule unusedRule = otherRules.remove(at);
      }
      return new Places(otherNames, otherRules);
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
     * @param untilRoom how long it takes until there is room for one more
     */
    record NotTaken(Full full, String count, Duration untilRoom) implements Decision {}
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
   * @param places where
   * @param period in which it began
   */
  record Attempt(Places places, long period) {}

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
    return new Places(names, counting);
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

  /** Sends what has come up, unless a turn has begun, which sends it. */
  private void send() {
    while (!(takes.isEmpty() && ends.isEmpty())) {
      Object mine = new Object();
      if (!turn.compareAndSet(null, mine)) {
        return;
      }
      if (store.isAway()) {
        boolean unused = endTurn(mine);
        for (Take take = takes.poll(); take != null; take = takes.poll()) {
          take.withoutStore();
        }
        return;
      }
      if (sendSome(mine)) {
        return;
      }
    }
  }

  /** What has come up while nothing was found to be sent is not left behind. */
  private void sendNext(Object mine) {
    if (mine.equals(turn.get()) && !sendSome(mine)) {
      send();
    }
  }

  /** Sends some of what has come up; false, and the end of the turn, if there is nothing. */
  private boolean sendSome(Object mine) {
    List<Take> taking = poll(takes);
    List<End> ending = poll(ends);
    int unused = size.addAndGet(-ending.size());
    if (taking.isEmpty() && ending.isEmpty()) {
      boolean unusedEnd = endTurn(mine);
      return false;
    }
    send(mine, taking, ending);
    return true;
  }

  /** Ends a turn, unless another has taken its place; true if it has ended. */
  private boolean endTurn(Object mine) {
    return turn.compareAndSet(mine, null);
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

  private void send(Object mine, List<Take> taking, List<End> ending) {
    long now = now();
    long current = now / 1000 / period;
    Steps steps = new Steps((taking.size() + ending.size()) * rules.size());
    for (End end : ending) {
      steps.add(end.refunded() ? 'r' : 'c', end.attempt().period(), end.attempt().places());
    }
    for (Take take : taking) {
      steps.add('t', current, take.places());
    }
    boolean crowded = taking.size() == MOST_TOGETHER || ending.size() == MOST_TOGETHER;
    Stopwatch sent = Stopwatch.start(time);
    boolean accepted =
        store.sendScript(
            STEPS,
            StepsOutput::new,
            steps.names(),
            List.of(
                Long.toString(now),
                Long.toString(current),
                Long.toString(2 * period + MARGIN_MILLIS),
                rulesText,
                steps.text()),
            new RedisStore.Receiver<>() {
              @Override
              public void answered(List<List<Long>> answers) {
                try {
                  settle(taking, answers, current);
                } finally {
                  taking.forEach(Take::withoutStore);
                  if (mine.equals(turn.get())) {
                    Duration rest = crowded ? Duration.ZERO : GAP.minus(sent.elapsed());
                    var unused = store.later(rest, () -> sendNext(mine));
                  }
                }
              }

              @Override
              public void unanswered() {
                taking.forEach(Take::withoutStore);
                if (endTurn(mine)) {
                  send();
                }
              }
            });
    if (!accepted) {
      taking.forEach(Take::withoutStore);
      ending.forEach(this::keep);
      if (endTurn(mine)) {
        send();
      }
    }
  }

  /** The steps of one script, and the names of all of their counts, each once. */
  private static final class Steps {

    private final Map<String, Integer> positions;
    private final StringBuilder text;

    /**
     * None yet.
     *
     * @param counts about how many there will be
     */
    Steps(int counts) {
      positions = LinkedHashMap.newLinkedHashMap(counts);
      text = new StringBuilder(16 * counts);
    }

    void add(char kind, long began, Places places) {
      text.append(kind).append(began).append(':');
      for (int i = 0; i < places.names().size(); i++) {
        int next = positions.size() + 1;
        Integer known = positions.putIfAbsent(places.names().get(i), next);
        text.append(places.rules().get(i).letter()).append(known == null ? next : known);
      }
      text.append(' ');
    }

    Set<String> names() {
      return positions.keySet();
    }

    String text() {
      return text.toString();
    }
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
          new Full(places.rules().get(full).limit(), answer.get(2) > 0),
          places.names().get(full),
          Duration.of(answer.get(1), ChronoUnit.MICROS));
    }
    List<Integer> positions = new ArrayList<>();
    List<Full> reached = new ArrayList<>();
    for (Long each : answer.subList(1, answer.size())) {
      int at = each.intValue() / 2 - 1;
      positions.add(at);
      reached.add(new Full(places.rules().get(at).limit(), each % 2 == 1));
    }
    return new Decision.Taken(new Attempt(places.without(positions), current), reached);
  }

  /** Ends an attempt. While the store is away this is kept until it is back. */
  void end(Attempt attempt, boolean refunded) {
    if (!attempt.places().isEmpty()) {
      keep(new End(attempt, refunded));
      // A turn that has begun looks for it before it ends.
      if (!store.isAway() && turn.get() == null && planned.compareAndSet(false, true)) {
        var unused =
            store.later(
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
    turn.set(null);
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
