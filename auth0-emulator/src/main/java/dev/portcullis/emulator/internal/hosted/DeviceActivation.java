package dev.portcullis.emulator.internal.hosted;

import dev.portcullis.emulator.internal.device.DeviceCodes;
import dev.portcullis.emulator.internal.device.DeviceCodes.Approval;
import dev.portcullis.emulator.internal.device.DeviceCodes.DeviceRequest;
import dev.portcullis.emulator.internal.device.DeviceCodes.Waiting;
import dev.portcullis.emulator.internal.hosted.Flow.Step;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.observed.LogEntry;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The pages of the device flow: {@code /activate}, where the user enters the code that the device
 * shows, and {@code /u/device}, where the user confirms it. Then follows an ordinary login.
 */
final class DeviceActivation {

  private static final int LONGEST = 64;

  private final Supplier<TenantDefinition> tenant;
  private final DeviceCodes codes;
  private final Flows flows;
  private final HostedPages pages;
  private final TenantLog log;
  private final Confirmed next;

  DeviceActivation(HostedState state, Flows flows, HostedPages pages, Confirmed next) {
    this.tenant = state.tenant();
    this.codes = state.devices();
    this.flows = flows;
    this.pages = pages;
    this.log = state.log();
    this.next = next;
  }

  /** Continues after the confirmation. */
  @FunctionalInterface
  interface Confirmed {

    Reply logIn(Request request, AuthorizeRequest wanted, Application application);
  }

  void addTo(Router router) {
    router
        .on("GET", "/activate", this::show)
        .on("POST", "/activate", this::enter)
        .on("GET", "/u/device", request -> confirmation(request, false))
        .on("POST", "/u/device", request -> confirmation(request, true));
  }

  private Reply show(Request request) {
    Optional<String> code =
        Parameters.ofQuery(request) instanceof Parameters.Parsed query
            ? query.parameters().text("user_code")
            : Optional.empty();
    return code.map(typed -> entered(request, typed))
        .orElseGet(() -> pages.speaking(request).deviceCode("", false));
  }

  private Reply enter(Request request) {
    return Parameters.ofBody(request) instanceof Parameters.Parsed body
        ? entered(request, body.parameters().text("user_code").orElse(""))
        : pages.speaking(request).problem(400, "invalid_request", "The form cannot be read.");
  }

  private Reply entered(Request request, String typed) {
    String code = typed.strip();
    Optional<Waiting> waiting = code.length() > LONGEST ? Optional.empty() : codes.byUserCode(code);
    if (waiting.isEmpty()) {
      log.write(failed(request, Optional.empty(), Optional.empty(), "Invalid user code"));
      return pages.speaking(request).deviceCode(code.length() > LONGEST ? "" : code, true);
    }
    DeviceRequest wanted = waiting.get().request();
    TenantDefinition definition = tenant.get();
    Optional<Application> application = definition.application(wanted.clientId());
    Optional<Connection> connection =
        application.flatMap(
            app ->
                AuthorizeReader.connection(
                    definition, app, Optional.empty(), Connection::takesPasswords));
    if (connection.isEmpty()) {
      String reason = "no connections enabled for the client";
      log.write(failed(request, application, Optional.of(waiting.get()), reason));
      return pages.speaking(request).problem(400, "invalid_request", reason);
    }
    return HostedLogin.began(
        flows.begin(
            request,
            AuthorizeRequest.ofDevice(waiting.get(), connection.get().name(), uiLocales(request)),
            Step.DEVICE,
            ""),
        "/u/device");
  }

  private Reply confirmation(Request request, boolean posted) {
    Optional<String> state =
        Parameters.ofQuery(request) instanceof Parameters.Parsed query
            ? query.parameters().text("state")
            : Optional.empty();
    Optional<Flow> flow =
        state
            .flatMap(value -> flows.find(request, value))
            .filter(found -> found.step() == Step.DEVICE);
    Optional<Waiting> waiting =
        flow.flatMap(found -> found.request().device()).flatMap(codes::byKey);
    Optional<Application> application =
        waiting.flatMap(found -> tenant.get().application(found.request().clientId()));
    if (application.isEmpty()) {
      return pages.speaking(request).deviceExpired();
    }
    if (!posted) {
      return pages
          .speaking(request, flow.orElseThrow().request().uiLocales())
          .deviceConfirmation(
              HostedPages.Form.of(state.orElseThrow(), application.get().name(), ""),
              waiting.orElseThrow().userCode());
    }
    flows.end(state.orElseThrow());
    boolean confirmed =
        Parameters.ofBody(request) instanceof Parameters.Parsed body
            && body.parameters().text("answer").equals(Optional.of("confirm"));
    return confirmed
        ? next.logIn(request, flow.orElseThrow().request(), application.get())
        : cancelled(request, flow.orElseThrow(), waiting.orElseThrow(), application.get());
  }

  private Reply cancelled(Request request, Flow flow, Waiting waiting, Application application) {
    codes.deny(waiting.key());
    log.write(
        LogEntry.of(
                LogType.CANCELLED_DEVICE_CONFIRMATION,
                "User cancelled the confirmation prompt",
                request.peer(),
                request.peer())
            .about(Optional.empty(), Optional.of(application))
            .with("session_id", ""));
    return pages.speaking(request, flow.request().uiLocales()).deviceDenied();
  }

  /** The device of a login that succeeded gets its tokens at the next poll. */
  Reply allow(Request request, List<String> uiLocales, String key, Approval approval) {
    HostedPages spoken = pages.speaking(request, uiLocales);
    return codes.allow(key, approval) ? spoken.deviceAllowed() : spoken.deviceExpired();
  }

  private static List<String> uiLocales(Request request) {
    return Parameters.ofQuery(request) instanceof Parameters.Parsed query
        ? query.parameters().items("ui_locales").orElse(List.of())
        : List.of();
  }

  /** The device of a login that was refused gets no tokens. */
  Reply deny(
      Request request,
      AuthorizeRequest wanted,
      String key,
      Application application,
      String error,
      String description) {
    log.write(failed(request, Optional.of(application), codes.byKey(key), description));
    codes.deny(key);
    return error.equals("access_denied")
        ? pages.speaking(request, wanted.uiLocales()).deviceDenied()
        : pages.speaking(request, wanted.uiLocales()).problem(403, error, description);
  }

  private static LogEntry failed(
      Request request,
      Optional<Application> application,
      Optional<Waiting> waiting,
      String description) {
    return LogEntry.of(
            LogType.FAILED_DEVICE_ACTIVATION, description, request.peer(), request.peer())
        .about(Optional.empty(), application)
        .asking(
            waiting.map(found -> found.request().audience()).orElse(""),
            waiting.map(found -> found.request().scope()).orElse(List.of()))
        .with("code", waiting.map(Waiting::userCode).orElse(""))
        .with("session_id", "");
  }
}
