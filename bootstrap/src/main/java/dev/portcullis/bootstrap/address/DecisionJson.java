package dev.portcullis.bootstrap.address;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.domain.address.AddressTrace;

/** Decisions as JSON, for programs. */
public final class DecisionJson {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private DecisionJson() {}

  static String of(AddressCase.Decision decision) {
    return object(decision).toString();
  }

  /** One answer with its trace. */
  public static String of(Answer answer) {
    ObjectNode root = object(AddressCase.Decision.of("", answer));
    root.remove("id");
    answer.trace().forEach(trace -> root.set("trace", trace(trace)));
    return root.toString();
  }

  private static ObjectNode object(AddressCase.Decision decision) {
    ObjectNode root = JSON.createObjectNode();
    root.put("id", decision.id());
    root.put("outcome", decision.outcome().word());
    if (decision.ip().isEmpty()) {
      root.putNull("ip");
    } else {
      root.put("ip", decision.ip());
    }
    if (decision.reason().isEmpty()) {
      root.putNull("reason");
    } else {
      root.put("reason", decision.reason());
    }
    return root;
  }

  private static ObjectNode trace(AddressTrace trace) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode steps = root.putArray("steps");
    for (AddressTrace.Step step : trace.steps()) {
      ObjectNode node = steps.addObject();
      node.put("at", step.at());
      node.put("value", step.value());
      step.match().forEach(match -> node.put("match", match));
      step.rule().forEach(rule -> node.put("rule", rule));
      node.put("finding", step.finding());
    }
    root.put("unread", trace.unread());
    ArrayNode notes = root.putArray("notes");
    trace.notes().forEach(notes::add);
    return root;
  }
}
