package dev.portcullis.emulator.internal.http;

import dev.portcullis.emulator.observed.ForwardedForDecision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A reply as a value, with notes for the journal of received requests. */
public final class Reply {

  /** The token endpoint sends no charset. */
  private static final String JSON = "application/json";

  private static final String JSON_UTF8 = "application/json; charset=utf-8";

  private final int status;
  private final List<Header> headers;
  private final String body;
  private final Notes notes;
  private final Delivery delivery;
  private final Duration delay;

  private Reply(int status, List<Header> headers, String body, Notes notes) {
    this(status, headers, body, notes, Delivery.WHOLE, Duration.ZERO);
  }

  private Reply(
      int status,
      List<Header> headers,
      String body,
      Notes notes,
      Delivery delivery,
      Duration delay) {
    this.delivery = delivery;
    this.delay = delay;
    this.status = status;
    this.headers = List.copyOf(headers);
    this.body = body;
    this.notes = notes;
  }

  /** A reply with a body of that content type. */
  public static Reply of(int status, String contentType, String body) {
    return new Reply(status, List.of(new Header("Content-Type", contentType)), body, Notes.NONE);
  }

  /** A JSON reply. */
  public static Reply json(int status, Object value) {
    return of(status, JSON_UTF8, Json.write(value));
  }

  /** A JSON reply of the token endpoint. */
  public static Reply tokenJson(int status, Object value) {
    return of(status, JSON, Json.write(value));
  }

  /** A reply without a body. */
  public static Reply empty(int status) {
    return new Reply(status, List.of(), "", Notes.NONE);
  }

  /** An error in the Management API's shape. */
  public static Reply error(int status, String error, String message, String errorCode) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("statusCode", status);
    fields.put("error", error);
    fields.put("message", message);
    if (!errorCode.isEmpty()) {
      fields.put("errorCode", errorCode);
    }
    return json(status, fields);
  }

  /** With one more header. */
  public Reply with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Reply(status, more, body, notes, delivery, delay);
  }

  /** With these notes for the journal. */
  public Reply noting(Notes remembered) {
    return new Reply(status, headers, body, remembered, delivery, delay);
  }

  /** Delivered in this way, after this delay. */
  public Reply delivered(Delivery way, Duration after) {
    return new Reply(status, headers, body, notes, way, after);
  }

  /** The way it is delivered. */
  public Delivery delivery() {
    return delivery;
  }

  /** The delay before it is sent. */
  public Duration delay() {
    return delay;
  }

  /** The status code. */
  public int status() {
    return status;
  }

  /** The header lines. */
  public List<Header> headers() {
    return headers;
  }

  /** The body, to be sent as UTF-8. */
  public String body() {
    return body;
  }

  /** The notes for the journal. */
  public Notes notes() {
    return notes;
  }

  @Override
  public String toString() {
    return "Reply[" + status + "]";
  }

  /** How a reply is delivered. */
  public enum Delivery {
    /** All of it. */
    WHOLE,
    /** Headers and half of the announced body; then the connection is closed. */
    HALF,
    /** Nothing; the connection is closed. */
    NONE,
    /** Nothing; the connection is reset. */
    RESET
  }

  /** One header line. */
  public record Header(String name, String value) {}

  /** What an endpoint records about the request; never a password or a secret. */
  public record Notes(
      Optional<ForwardedForDecision> forwardedFor,
      Optional<String> grantType,
      Optional<String> username) {

    /** No notes. */
    public static final Notes NONE =
        new Notes(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
