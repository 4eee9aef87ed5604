package dev.portcullis.bootstrap.address;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.portcullis.bootstrap.settings.clientip.ClientIp;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.domain.address.AddressResolution;
import dev.portcullis.domain.address.CertificateName;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.RejectionReason;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;

/**
 * One line of a file of cases: a request, and the expected decision.
 *
 * @param expect an address, {@code reject}, {@code reject:REASON}, {@code config-error}, {@code
 *     no-address}; empty if nothing is expected
 */
record AddressCase(
    String id, String listener, Option<String> settings, Question question, String expect) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static final Set<String> KEYS =
      HashSet.of(
          "id",
          "listener",
          "settings",
          "peer",
          "certificate",
          "headers",
          "proxy-protocol-hex",
          "expect");

  private static final Set<String> REASONS =
      Vector.of(RejectionReason.values()).map(RejectionReason::code).toSet();

  static Validation<String, AddressCase> parse(String line) {
    JsonNode root;
    try {
      root = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return Validation.invalid("not JSON: " + e.getOriginalMessage());
    }
    if (!root.isObject()) {
      return Validation.invalid("not a JSON object");
    }
    for (var entry : root.properties()) {
      if (!KEYS.contains(entry.getKey())) {
        return Validation.invalid(
            "unknown key "
                + entry.getKey()
                + " (expected: "
                + KEYS.toVector().sorted().mkString(", ")
                + ")");
      }
    }
    String expect = root.path("expect").asText("");
    if (!isExpectable(expect)) {
      return Validation.invalid(
          "expect: "
              + expect
              + " (expected: an address, reject, reject:REASON, config-error or no-address)");
    }
    Option<Validation<String, Question.Bytes>> hex =
        Option.of(root.get("proxy-protocol-hex")).map(node -> Question.Bytes.parse(node.asText()));
    if (hex.exists(Validation::isInvalid)) {
      return Validation.invalid("proxy-protocol-hex: " + hex.get().getError());
    }
    Seq<Validation<String, CertificateName>> names =
        Vector.ofAll(root.path("certificate")).map(node -> CertificateName.parse(node.asText()));
    if (names.exists(Validation::isInvalid)) {
      return Validation.invalid("certificate: not names (expected: [\"proxy.example.com\", …])");
    }
    return headers(root.path("headers"))
        .map(
            lines ->
                new AddressCase(
                    root.path("id").asText(""),
                    root.path("listener").asText("users"),
                    Option.of(root.get("settings")).map(JsonNode::toString),
                    new Question(
                        Question.peer(root.path("peer").asText("")),
                        names.map(Validation::get),
                        lines,
                        hex.map(Validation::get)),
                    expect));
  }

  private static Validation<String, Seq<Question.HeaderLine>> headers(JsonNode node) {
    Vector<Question.HeaderLine> lines = Vector.empty();
    for (JsonNode line : node) {
      if (line.size() != 2 || !line.path(0).isTextual() || !line.path(1).isTextual()) {
        return Validation.invalid("headers: not pairs (expected: [[\"Name\",\"value\"], …])");
      }
      // The server drops blanks around a value.
      lines = lines.append(new Question.HeaderLine(line.path(0).asText(), line.path(1).asText()));
    }
    return Validation.valid(lines);
  }

  private static boolean isExpectable(String expect) {
    return expect.isEmpty()
        || expect.equals("reject")
        || expect.equals("config-error")
        || expect.equals("no-address")
        || (expect.startsWith("reject:") && REASONS.contains(expect.substring(7)))
        || IpAddress.parse(expect).isDefined();
  }

  /** The decision by these settings. */
  Decision decide(Validation<Seq<SettingsProblem>, ClientIp> clientIp) {
    return clientIp.fold(
        problems ->
            new Decision(
                id,
                Outcome.CONFIG_ERROR,
                "",
                problems.map(SettingsProblem::toString).mkString("; ")),
        good -> Decision.of(id, Answer.of(good.policy(), question)));
  }

  /** Whether a decision is the one expected; with nothing expected every one is. */
  boolean accepts(Decision decision) {
    return switch (decision.outcome()) {
      case RESOLVED ->
          expect.isEmpty()
              || IpAddress.parse(expect).exists(it -> it.toString().equals(decision.ip()));
      case REJECTED ->
          expect.isEmpty()
              || expect.equals("reject")
              || expect.equals("reject:" + decision.reason());
      case NO_ADDRESS ->
          expect.isEmpty()
              || expect.equals("no-address")
              || expect.equals("reject")
              || expect.equals("reject:" + RejectionReason.PROXY_NO_ADDRESS.code());
      case CONFIG_ERROR -> expect.isEmpty() || expect.equals("config-error");
    };
  }

  /** How a case ended. */
  enum Outcome {
    RESOLVED("resolved"),
    REJECTED("rejected"),
    NO_ADDRESS("no-address"),
    CONFIG_ERROR("config-error");

    private final String word;

    Outcome(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /**
   * What was decided.
   *
   * @param ip canonical, or empty
   * @param reason the code, or what is wrong with the settings; empty if resolved
   */
  record Decision(String id, Outcome outcome, String ip, String reason) {

    static Decision of(String id, Answer answer) {
      return switch (answer.resolution()) {
        case AddressResolution.Resolved(var address, var via) ->
            new Decision(id, Outcome.RESOLVED, address.toString(), "");
        case AddressResolution.Rejected(var reason) ->
            new Decision(
                id,
                answer.isWithoutAddress() ? Outcome.NO_ADDRESS : Outcome.REJECTED,
                "",
                reason.code());
      };
    }

    String sentence() {
      return switch (outcome) {
        case RESOLVED -> ip;
        case REJECTED -> "reject:" + reason;
        case NO_ADDRESS -> "no-address";
        case CONFIG_ERROR -> "config-error: " + reason;
      };
    }
  }
}
