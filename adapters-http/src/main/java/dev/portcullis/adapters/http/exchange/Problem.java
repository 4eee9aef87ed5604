package dev.portcullis.adapters.http.exchange;

import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.outcome.OutcomeCode;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.time.Duration;

/**
 * A problem of RFC 9457 that also speaks OAuth (RFC 6749 section 5.2), so that a client of either
 * kind understands it.
 *
 * @param slug the last part of its {@code type}; stable, and a heading in
 *     docs/reference/problems.md
 * @param error the OAuth {@code error} code; Auth0's own where the answer is Auth0's
 * @param detail one or two sentences for the person in front of the screen
 * @param extensions further members, all strings
 * @param fields what is wrong with which field; empty unless the request itself is at fault
 * @param retryAfter how long to wait before trying again, which a reply of 429 or 503 names
 */
public record Problem(
    int status,
    String slug,
    String error,
    String title,
    String detail,
    Map<String, String> extensions,
    Seq<FieldProblem> fields,
    Duration retryAfter) {

  public static final String TYPE_PREFIX = "https://portcullis.dev/problems/";

  public static Problem of(int status, String slug, String error, String title, String detail) {
    return new Problem(
        status, slug, error, title, detail, LinkedHashMap.empty(), Vector.empty(), Waits.SHORT);
  }

  /** The problem of an outcome, whose word is the slug; its wait is the outcome's. */
  public static Problem of(
      int status, OutcomeCode code, String error, String title, String detail) {
    return of(status, code.word(), error, title, detail).withRetryAfter(Waits.after(code));
  }

  public Problem with(String member, String value) {
    return new Problem(
        status, slug, error, title, detail, extensions.put(member, value), fields, retryAfter);
  }

  public Problem withDetail(String other) {
    return new Problem(status, slug, error, title, other, extensions, fields, retryAfter);
  }

  public Problem withFields(Seq<FieldProblem> problems) {
    return new Problem(status, slug, error, title, detail, extensions, problems, retryAfter);
  }

  /** The same problem after which to wait this long. */
  public Problem withRetryAfter(Duration wait) {
    return new Problem(status, slug, error, title, detail, extensions, fields, wait);
  }

  String type() {
    return TYPE_PREFIX + slug;
  }

  public Reply reply(RequestId id) {
    byte[] body =
        Json.object(
            json -> {
              json.writeStringField("type", type());
              json.writeStringField("title", title);
              json.writeNumberField("status", status);
              json.writeStringField("detail", detail);
              json.writeStringField("error", error);
              json.writeStringField("error_description", detail);
              json.writeStringField("request_id", id.value());
              for (var member : extensions) {
                json.writeStringField(member._1(), member._2());
              }
              if (!fields.isEmpty()) {
                json.writeArrayFieldStart("fields");
                for (FieldProblem field : fields) {
                  json.writeStartObject();
                  json.writeStringField("field", field.field());
                  json.writeStringField("detail", field.detail());
                  json.writeEndObject();
                }
                json.writeEndArray();
              }
            });
    Reply reply =
        Reply.of(status, "application/problem+json", body)
            .withRetryAfter(retryAfter)
            .with("X-Request-Id", id.value());
    // RFC 9110 section 15.5.2: every 401 says which scheme; the body is what counts.
    return status == 401 ? reply.with("WWW-Authenticate", "Bearer error=\"" + error + "\"") : reply;
  }
}
