package dev.portcullis.emulator.internal.documents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.emulator.observed.LogEvent;
import java.util.Locale;

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

  /** Auth0's category of a log event type. */
  static String category(String type) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "s", "ssa" -> "auth.login.success";
      case "f", "fp", "fu", "fc", "fco", "fcoa", "fens" -> "auth.login.fail";
      case "limit_wc", "limit_mu", "limit_sul", "pwd_leak", "pla", "w" -> "auth.login.notification";
      case "slo" -> "auth.logout.success";
      case "flo" -> "auth.logout.fail";
      case "ss" -> "auth.signup.success";
      case "fs", "signup_pwd_leak" -> "auth.signup.fail";
      case "fsa" -> "auth.silent_auth.fail";
      case "sapi", "mgmt_api_read" -> "management.success";
      case "fapi" -> "management.fail";
      case "api_limit", "api_limit_warning", "sys_os_update_start" -> "system.notification";
      case "sede" -> "auth.token_exchange.success";
      case "fede" -> "auth.token_exchange.fail";
      case "scp", "scpr", "sce", "sv", "ublkdu" -> "user.success";
      case "fcp", "fcpr", "fce", "fv", "fdecc" -> "user.fail";
      default ->
          type.matches("(se|ser).*ft") || type.equals("srrt")
              ? "auth.token_exchange.success"
              : type.matches("(fe|fer).*ft|ferrt") ? "auth.token_exchange.fail" : "other";
    };
  }
}
