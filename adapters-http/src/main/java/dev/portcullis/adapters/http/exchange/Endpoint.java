package dev.portcullis.adapters.http.exchange;

import io.vavr.collection.HashSet;
import io.vavr.collection.Set;

/**
 * One method of one path: what it accepts as a body, and what answers it. The routing, the answers
 * 404 and 405, and the check of {@code openapi.yaml} all derive from it.
 *
 * @param method in upper case; a GET also answers HEAD; {@code *} answers every method
 * @param path compared with the request's path as sent, byte for byte; one that ends in {@code /*}
 *     stands for every path that starts with what is before the asterisk and has no endpoint of its
 *     own
 */
public record Endpoint(String method, String path, Content content, Handler handler) {

  /** An endpoint that reads no body. */
  public static Endpoint get(String path, Handler handler) {
    return new Endpoint("GET", path, new Content.None(), handler);
  }

  /** An endpoint that reads a body. */
  public static Endpoint post(String path, Content content, Handler handler) {
    return new Endpoint("POST", path, content, handler);
  }

  /**
   * An endpoint for every method of every path that starts with this one.
   *
   * @param prefix ends in a slash
   */
  public static Endpoint below(String prefix, Handler handler) {
    return new Endpoint("*", prefix + "*", new Content.None(), handler);
  }

  /** Whether it stands for this path, as one of many. */
  public boolean isAbove(String requested) {
    return path.endsWith("/*") && requested.startsWith(path.substring(0, path.length() - 1));
  }

  /** What an endpoint accepts as a body. */
  public sealed interface Content {

    /** No body. */
    record None() implements Content {}

    /**
     * A JSON object or a form with these fields; others are ignored.
     *
     * @param names the first of them is the one that error messages show as an example
     */
    record Fields(Set<String> names) implements Content {}

    /** An HTML form with these fields; others are ignored. */
    record Form(Set<String> names) implements Content {

      /** A form with these fields. */
      public static Form of(String... names) {
        return new Form(HashSet.of(names));
      }
    }

    /** Bytes that this module does not look into, up to a limit. */
    record Bytes(int limit) implements Content {}
  }
}
