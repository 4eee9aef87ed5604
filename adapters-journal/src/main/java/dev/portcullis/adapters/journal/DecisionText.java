package dev.portcullis.adapters.journal;

import dev.portcullis.application.journal.AddressDecision;
import dev.portcullis.domain.address.AddressResolution.Rejected;
import dev.portcullis.domain.address.AddressResolution.Resolved;
import dev.portcullis.domain.address.AddressSource;
import dev.portcullis.domain.address.AddressTrace.Step;

/** A decision about an address in the words of settings and logs. */
final class DecisionText {

  private DecisionText() {}

  static String outcome(AddressDecision decision) {
    return decision.resolution() instanceof Resolved ? "resolved" : "rejected";
  }

  /** The address, or nothing. */
  static String address(AddressDecision decision) {
    return decision.resolution() instanceof Resolved(var address, var via)
        ? address.toString()
        : "";
  }

  /** The reason's code, or nothing. */
  static String reason(AddressDecision decision) {
    return decision.resolution() instanceof Rejected(var reason) ? reason.code() : "";
  }

  /** How to fix it, or nothing. */
  static String remedy(AddressDecision decision) {
    return decision.resolution() instanceof Rejected(var reason) ? reason.remedy() : "";
  }

  static String source(AddressSource source) {
    return switch (source) {
      case AddressSource.XForwardedFor() -> "xff";
      case AddressSource.Forwarded() -> "forwarded";
      case AddressSource.SingleHeader(var name, var format) -> "header";
      case AddressSource.ProxyProtocol() -> "proxy-protocol";
      case AddressSource.Peer() -> "peer";
    };
  }

  /** All steps in one line, such as {@code peer "10.0.0.1" in 10.0.0.0/8 (…): trusted; …}. */
  static String steps(AddressDecision decision) {
    return decision.trace().steps().map(DecisionText::step).mkString("; ");
  }

  static String notes(AddressDecision decision) {
    return decision.trace().notes().mkString("; ");
  }

  private static String step(Step step) {
    String match = step.match().map(range -> " in " + range).getOrElse("");
    String rule = step.rule().map(setting -> " (" + setting + ")").getOrElse("");
    return step.at() + " " + quoted(step.value()) + match + rule + ": " + step.finding();
  }

  /** In quotes that a value from outside cannot close. */
  private static String quoted(String value) {
    return '"' + value.replace("\"", "\\u0022") + '"';
  }
}
