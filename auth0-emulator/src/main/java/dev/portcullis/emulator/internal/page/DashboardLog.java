package dev.portcullis.emulator.internal.page;

import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.observed.LogEntry;
import dev.portcullis.emulator.observed.LogType;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Writes the {@code sapi} event that a change in Auth0's dashboard writes. */
final class DashboardLog {

  private final EmulatorControls controls;

  DashboardLog(EmulatorControls controls) {
    this.controls = controls;
  }

  void write(Request request, String description) {
    Map<String, Object> call = new LinkedHashMap<>();
    call.put("method", request.method().toLowerCase(Locale.ROOT));
    call.put("path", request.path());
    controls
        .log()
        .write(
            LogEntry.of(LogType.MANAGEMENT_WRITE, description, request.peer(), request.peer())
                .with("request", call)
                .with("response", Map.of("statusCode", 200)));
  }
}
