package dev.portcullis.emulator.internal.management;

import dev.portcullis.emulator.clock.WrittenTime;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.observed.LogEvent;
import dev.portcullis.emulator.observed.LogType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code /api/v2/stats/*}, counted from the retained log events and the users. */
public final class StatsApi {

  private static final Duration ACTIVE = Duration.ofDays(30);
  private static final String DATE = "[0-9]{8}";

  private final TenantLog log;
  private final UserStore users;
  private final ManagementEndpoint endpoint;
  private final InstantSource clock;

  /** Counts these. */
  public StatsApi(
      TenantLog log, UserStore users, ManagementEndpoint endpoint, InstantSource clock) {
    this.log = log;
    this.users = users;
    this.endpoint = endpoint;
    this.clock = clock;
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    router
        .on("GET", "/api/v2/stats/daily", endpoint.read("read:stats", this::daily))
        .on("GET", "/api/v2/stats/active-users", endpoint.read("read:stats", this::activeUsers));
  }

  private Reply activeUsers(Request request, Parameters query) {
    Instant since = clock.instant().minus(ACTIVE);
    return Reply.json(
        200,
        users.all().stream()
            .filter(user -> user.activity().lastLogin().filter(since::isBefore).isPresent())
            .count());
  }

  private Reply daily(Request request, Parameters query) {
    String from = query.text("from").orElse("00000000");
    String to = query.text("to").orElse("99999999");
    if (!from.matches(DATE) || !to.matches(DATE)) {
      return QueryProblem.because("from and to must be dates of the form YYYYMMDD");
    }
    Map<LocalDate, List<LogEvent>> days = new TreeMap<>();
    for (LogEvent event : log.events()) {
      LocalDate day = LocalDate.ofInstant(event.date(), ZoneOffset.UTC);
      String text = DateTimeFormatter.BASIC_ISO_DATE.format(day);
      if (text.compareTo(from) >= 0 && text.compareTo(to) <= 0) {
        days.computeIfAbsent(day, absent -> new ArrayList<>()).add(event);
      }
    }
    List<Map<String, Object>> stats = new ArrayList<>();
    days.forEach((day, events) -> stats.add(fields(day, events)));
    return Reply.json(200, stats);
  }

  private static Map<String, Object> fields(LocalDate day, List<LogEvent> events) {
    Map<String, Object> fields = new LinkedHashMap<>();
    String midnight = WrittenTime.of(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    fields.put("date", midnight);
    fields.put(
        "logins",
        count(events, LogType.SUCCESS_EXCHANGE_PASSWORD) + count(events, LogType.SUCCESS_LOGIN));
    fields.put("signups", count(events, LogType.SUCCESS_SIGN_UP));
    fields.put("leaked_passwords", count(events, LogType.BREACHED_PASSWORD));
    fields.put("created_at", midnight);
    fields.put("updated_at", WrittenTime.of(events.getLast().date()));
    return fields;
  }

  private static long count(List<LogEvent> events, LogType type) {
    return events.stream().filter(event -> event.type() == type).count();
  }
}
