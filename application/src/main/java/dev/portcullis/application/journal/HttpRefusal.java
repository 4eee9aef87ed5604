package dev.portcullis.application.journal;

/**
 * Why a request was refused before an endpoint saw it, or a connection was closed (RFC 9110 section
 * 15.5). A closed set; {@link #code} is the word in logs, metrics and problems.
 */
public enum HttpRefusal {
  /** It is no valid HTTP/1.1 request. */
  MALFORMED(400, "malformed"),
  /** A TLS handshake arrived on a listener without TLS. */
  TLS_ON_PLAIN_PORT(400, "tls-on-plain-port"),
  /** A TLS handshake failed, perhaps for the client's certificate. */
  TLS_HANDSHAKE(400, "tls-handshake"),
  /** A page of another origin sent it, and the origin is not listed. */
  CROSS_SITE(403, "cross-site"),
  /** A form of the login pages was sent from another origin than theirs is set to. */
  WRONG_ORIGIN(403, "wrong-origin"),
  /** A form of the login pages came without the cookie that the page had set. */
  COOKIE_MISSING(403, "cookie-missing"),
  /** A form of the login pages was made for another login of this browser, or not by us. */
  FORM_EXPIRED(403, "form-expired"),
  /** There is nothing at its path. */
  NOT_FOUND(404, "not-found"),
  /** Its path takes other methods. */
  METHOD_NOT_ALLOWED(405, "method-not-allowed"),
  /** Its head did not arrive in time. */
  HEAD_TIMEOUT(408, "head-timeout"),
  /** Its body did not arrive in time. */
  BODY_TIMEOUT(408, "body-timeout"),
  /** Its body ended early. */
  BODY_INCOMPLETE(400, "body-incomplete"),
  /** Its body is larger than the gateway takes. */
  BODY_TOO_LARGE(413, "too-large"),
  /** Its target is longer than the gateway takes. */
  TARGET_TOO_LONG(414, "target-too-long"),
  /** Its body has a coding or a type that the gateway does not read. */
  UNSUPPORTED_CONTENT(415, "unsupported-media-type"),
  /** It expects something else than 100-continue. */
  EXPECTATION_FAILED(417, "expectation-failed"),
  /** Its header lines are longer than the gateway takes. */
  HEADERS_TOO_LARGE(431, "headers-too-large"),
  /** Its method or its transfer coding is none that the gateway knows. */
  NOT_IMPLEMENTED(501, "not-implemented"),
  /** It is neither HTTP/1.0 nor HTTP/1.1. */
  VERSION_NOT_SUPPORTED(505, "version-not-supported"),
  /** Other code of the program that the gateway is embedded in read its body, or hides its peer. */
  REQUEST_ALTERED(500, "request-altered"),
  /** The bodies that are being read take all the memory that they may. */
  TOO_MANY_BODIES(503, "too-many-bodies"),
  /** The listener has as many connections as it may have. */
  TOO_MANY_CONNECTIONS(503, "too-many-connections"),
  /** The address has as many connections as it may have. */
  TOO_MANY_CONNECTIONS_OF_ADDRESS(503, "too-many-connections-of-address"),
  /** The client took no byte of a reply in time. */
  WRITE_STALLED(408, "write-stalled");

  private final int status;
  private final String code;

  HttpRefusal(int status, String code) {
    this.status = status;
    this.code = code;
  }

  /** The HTTP status it is, or would be, answered with. */
  public int status() {
    return status;
  }

  /** The word for it. */
  public String code() {
    return code;
  }
}
