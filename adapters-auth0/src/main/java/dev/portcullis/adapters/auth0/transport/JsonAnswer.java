package dev.portcullis.adapters.auth0.transport;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;

/** The JSON body of an answer, as a tree. Prints none of it. */
public final class JsonAnswer {

  /** Reads and writes JSON; reads at most what an answer may hold, and no member twice. */
  public static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // A table of names would be shared by all calls and filled by the other side.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(16)
                  .maxDocumentLength(HttpConnection.MAX_BODY)
                  .maxStringLength(HttpConnection.MAX_BODY)
                  .maxNameLength(256)
                  .maxNumberLength(32)
                  .maxTokenCount(1000)
                  .build())
          .build();

  private static final JsonMapper MAPPER = JsonMapper.builder(JSON).build();

  private final JsonNode node;

  private JsonAnswer(JsonNode node) {
    this.node = node;
  }

  /** None unless the body is one JSON value in UTF-8, within the limits of every answer. */
  public static Option<JsonAnswer> parse(HttpReply reply) {
    boolean plain = reply.contentEncoding().forAll("identity"::equalsIgnoreCase);
    if (!plain || reply.body().length == 0) {
      return Option.none();
    }
    try {
      return Option.of(MAPPER.readTree(reply.text())).map(JsonAnswer::new);
    } catch (IOException e) {
      return Option.none();
    }
  }

  /** A member that is a text and not empty. */
  public Option<String> text(String name) {
    JsonNode member = node.path(name);
    return member.isTextual() && !member.textValue().isEmpty()
        ? Option.some(member.textValue())
        : Option.none();
  }

  /** Whether a member is there and not null. */
  public boolean has(String name) {
    return node.hasNonNull(name);
  }

  /** Whether a member is there and true. */
  public boolean isTrue(String name) {
    return node.path(name).booleanValue();
  }

  /** The texts of a member that is a list; anything else in it is left out. */
  public Vector<String> texts(String name) {
    return Vector.ofAll(node.path(name)).filter(JsonNode::isTextual).map(JsonNode::textValue);
  }

  /** The objects of a member that is a list. */
  public Vector<JsonAnswer> objects(String name) {
    return objects(node.path(name));
  }

  /** The objects of the answer itself, if it is a list. */
  public Option<Vector<JsonAnswer>> objects() {
    return node.isArray() ? Option.some(objects(node)) : Option.none();
  }

  private static Vector<JsonAnswer> objects(JsonNode list) {
    return Vector.ofAll(list).filter(JsonNode::isObject).map(JsonAnswer::new);
  }

  @Override
  public String toString() {
    return "JsonAnswer[redacted]";
  }
}
