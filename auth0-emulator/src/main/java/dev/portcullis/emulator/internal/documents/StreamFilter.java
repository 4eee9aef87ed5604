package dev.portcullis.emulator.internal.documents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.emulator.observed.LogEvent;

/** The {@code filters} of a log stream: the categories of the events that it receives. */
public final class StreamFilter {

  private final Documents documents;

  /** Reads the filters that were written here. */
  public StreamFilter(Documents documents) {
    this.documents = documents;
  }

  /** Whether the stream of that id receives the event; all of them without filters. */
  public boolean holds(String id, LogEvent event) {
    JsonNode filters =
        documents
            .get("log-streams/" + id)
            .map(document -> document.path("written").path("filters"))
            .orElse(null);
    if (filters == null || filters.isEmpty()) {
      return true;
    }
    String category = category(event.type().code());
    for (JsonNode filter : filters) {
      if (filter.path("name").asText().equals(category)) {
        return true;
      }
    }
    return false;
  }

  /** Auth0's category of a log event type, as its page of log stream filters has them. */
  static String category(String type) {
    return switch (type) {
      case "s", "scoa", "sens" -> "auth.login.success";
      case "f", "fc", "fco", "fcoa", "fens", "fp", "fu" -> "auth.login.fail";
      case "w" -> "auth.login.notification";
      case "slo", "oidc_backchannel_logout_succeeded" -> "auth.logout.success";
      case "flo", "oidc_backchannel_logout_failed" -> "auth.logout.fail";
      case "ss" -> "auth.signup.success";
      case "fs" -> "auth.signup.fail";
      case "ssa" -> "auth.silent_auth.success";
      case "fsa" -> "auth.silent_auth.fail";
      case "seacft", "seccft", "sede", "seoobft", "seotpft", "sepft", "sercft", "sertft" ->
          "auth.token_exchange.success";
      case "feacft",
          "feccft",
          "fede",
          "feoobft",
          "feotpft",
          "fepft",
          "fepotpft",
          "fercft",
          "ferrt",
          "fertft" ->
          "auth.token_exchange.fail";
      case "sapi", "mgmt_api_read" -> "management.success";
      case "fapi" -> "management.fail";
      case "api_limit", "depnote", "fui", "limit_mu", "limit_wc" -> "system.notification";
      case "fce", "fcp", "fcpn", "fcpr", "fcu", "fd", "fdeaz", "fdecc", "fdu", "fn", "fv", "fvr" ->
          "user.fail";
      case "cs", "gd_enrollment_complete", "gd_start_enroll", "gd_unenroll", "ublkdu" ->
          "user.notification";
      case "sce", "scp", "scpn", "scpr", "scu", "sdu", "srrt", "sui", "sv", "svr" -> "user.success";
      default -> "other";
    };
  }
}
