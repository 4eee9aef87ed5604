package dev.portcullis.emulator.internal.page;

import dev.portcullis.emulator.internal.http.Json;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.log.LogQuery;
import dev.portcullis.emulator.observed.LogEvent;
import dev.portcullis.emulator.observed.LogType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The tenant's log, newest first. */
final class LogView {

  private static final int MOST = 100;

  private final EmulatorControls controls;

  LogView(EmulatorControls controls) {
    this.controls = controls;
  }

  void addTo(PageRouter router) {
    router.view(View.LOG, this::model);
  }

  private Object model(Parameters query) {
    String type = query.text("type").orElse("");
    String address = query.text("address").orElse("").strip();
    String user = query.text("user").orElse("").strip();
    String text = query.text("text").orElse("").strip();
    String q = query.text("q").orElse("").strip();
    String problem = "";
    List<Predicate<LogEvent>> filters = new ArrayList<>();
    filters.add(event -> type.isEmpty() || event.type().code().equals(type));
    filters.add(event -> anyContains(address, event.ip(), event.clientIp().orElse("")));
    filters.add(event -> anyContains(user, event.userName(), event.userId()));
    filters.add(event -> anyContains(text, event.description(), DisplayText.words(event.type())));
    if (!q.isEmpty()) {
      switch (LogQuery.read(q)) {
        case LogQuery.Read read -> filters.add(read.query()::matches);
        case LogQuery.Refused refused -> problem = refused.reason();
      }
    }
    List<LogEvent> all = controls.log().events();
    List<LogEvent> found =
        all.stream().filter(filters.stream().reduce(event -> true, Predicate::and)).toList();
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("types", types(type));
    model.put("address", address);
    model.put("user", user);
    model.put("text", text);
    model.put("q", q);
    model.put("problem", problem);
    model.put("rows", found.reversed().stream().limit(MOST).map(LogView::row).toList());
    model.put("none", found.isEmpty());
    model.put("shown", Math.min(MOST, found.size()));
    model.put("found", found.size());
    model.put("all", all.size());
    return model;
  }

  private static List<DisplayText.Choice> types(String chosen) {
    return Stream.of(LogType.values())
        .map(
            type ->
                new DisplayText.Choice(
                    type.code(),
                    type.code() + ": " + DisplayText.words(type),
                    type.code().equals(chosen)))
        .toList();
  }

  private static Row row(LogEvent event) {
    Map<String, Object> fields = event.fields();
    return new Row(
        event.logId(),
        DisplayText.moment(event.date()),
        event.type().code(),
        tone(event.type().code()),
        event.description().isEmpty() ? DisplayText.words(event.type()) : event.description(),
        event.userName(),
        String.valueOf(fields.getOrDefault("client_name", "")),
        String.valueOf(fields.getOrDefault("ip", "")),
        String.valueOf(fields.getOrDefault("client_ip", "")),
        Json.pretty(fields));
  }

  private static String tone(String code) {
    if (code.contains("limit") || code.contains("leak")) {
      return "warn";
    }
    if (code.startsWith("f") || code.endsWith("failed")) {
      return "bad";
    }
    return code.startsWith("s") || code.startsWith("ublk") ? "good" : "plain";
  }

  private static boolean anyContains(String part, String... texts) {
    String wanted = part.toLowerCase(Locale.ROOT);
    return Stream.of(texts).anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
  }

  record Row(
      String id,
      DisplayText.Moment date,
      String type,
      String tone,
      String description,
      String user,
      String application,
      String ip,
      String clientIp,
      String json) {}
}
