package dev.portcullis.emulator.internal.page;

import dev.portcullis.emulator.observed.ForwardedForDecision;
import dev.portcullis.emulator.observed.ForwardedForDecision.ApplicationNotConfidential;
import dev.portcullis.emulator.observed.ForwardedForDecision.ApplicationNotTrusted;
import dev.portcullis.emulator.observed.ForwardedForDecision.ApplicationUnknown;
import dev.portcullis.emulator.observed.ForwardedForDecision.Honoured;
import dev.portcullis.emulator.observed.ForwardedForDecision.NotAuthenticatedWithSecret;
import dev.portcullis.emulator.observed.ForwardedForDecision.NotOneAddress;
import dev.portcullis.emulator.observed.ForwardedForDecision.NotSent;
import dev.portcullis.emulator.observed.ReceivedRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The requests received, and whose address counted. */
final class RequestsView {

  private static final int MOST = 100;

  private final EmulatorControls workings;

  RequestsView(EmulatorControls workings) {
    this.workings = workings;
  }

  void addTo(PageRouter site) {
    site.view(View.REQUESTS, query -> model());
  }

  private Object model() {
    List<ReceivedRequest> all = workings.received().get();
    List<Row> rows = new ArrayList<>();
    for (int i = all.size() - 1; i >= 0 && rows.size() < MOST; i--) {
      rows.add(row(i, all.get(i)));
    }
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("rows", rows);
    model.put("none", rows.isEmpty());
    model.put("shown", rows.size());
    model.put("all", all.size());
    return model;
  }

  private static Row row(int number, ReceivedRequest request) {
    Verdict verdict =
        request
            .decision()
            .map(RequestsView::verdict)
            .orElseGet(
                () ->
                    request.forwardedFor().isEmpty()
                        ? new Verdict("plain", "", "")
                        : new Verdict(
                            "plain",
                            "not looked at",
                            "Only a token request that can be read honours this header."));
    return new Row(
        "request-" + number,
        DisplayText.moment(request.date()),
        request.method(),
        request.path(),
        request.status(),
        request.status() < 400 ? "good" : request.status() < 500 ? "warn" : "bad",
        request.grantType().orElse(""),
        request.username().orElse(""),
        request.peer(),
        String.join(" | ", request.forwardedFor()),
        verdict.tone(),
        verdict.text(),
        verdict.mend(),
        request.decision().filter(ApplicationNotTrusted.class::isInstance).isPresent(),
        String.join(", ", request.headerNames()));
  }

  private static Verdict verdict(ForwardedForDecision decision) {
    return switch (decision) {
      case Honoured honoured ->
          new Verdict("good", "used: " + honoured.address().text(), "The end user's address.");
      case NotSent ignored ->
          new Verdict(
              "plain",
              "not sent",
              "The peer's address counts. Send auth0-forwarded-for with the end user's address.");
      case ApplicationUnknown ignored ->
          new Verdict(
              "bad",
              "ignored: the application is unknown",
              "Send the client_id of one of the applications here.");
      case ApplicationNotConfidential ignored ->
          new Verdict(
              "bad",
              "ignored: the application does not authenticate",
              "Give it an authentication method with a client secret.");
      case NotAuthenticatedWithSecret ignored ->
          new Verdict(
              "bad",
              "ignored: not authenticated with the client secret",
              "Send the right client_secret, in the body or with Basic authentication.");
      case ApplicationNotTrusted ignored ->
          new Verdict(
              "bad",
              "ignored: the application is not trusted",
              "Switch on Trust Token Endpoint IP Header.");
      case NotOneAddress ignored ->
          new Verdict(
              "bad",
              "ignored: not a single address",
              "Send one bare IPv4 or IPv6 address: no list, port, bracket or name.");
    };
  }

  private record Verdict(String tone, String text, String mend) {}

  record Row(
      String id,
      DisplayText.Moment date,
      String method,
      String path,
      int status,
      String statusTone,
      String grantType,
      String username,
      String peer,
      String forwardedFor,
      String tone,
      String verdict,
      String mend,
      boolean untrusted,
      String headerNames) {}
}
