package dev.portcullis.adapters.otel;

import io.vavr.control.Option;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Where spans are sent, and of which requests. Start with {@link #of}; each {@code with…} method
 * returns a copy. Immutable.
 */
public final class OtlpSettings {

  /** The share of requests that are traced unless their parent decides: one in ten. */
  public static final double RATIO = 0.1;

  private static final String PATH = "/v1/traces";

  private final URI endpoint;
  private double ratio = RATIO;
  private boolean followParent = true;
  private String serviceName = "portcullis";
  private Option<OtlpAuthorization> authorization = Option.none();
  private Option<Path> authorities = Option.none();

  private OtlpSettings(URI endpoint) {
    this.endpoint = endpoint;
  }

  private OtlpSettings with(Consumer<OtlpSettings> change) {
    OtlpSettings copy = new OtlpSettings(endpoint);
    copy.ratio = ratio;
    copy.followParent = followParent;
    copy.serviceName = serviceName;
    copy.authorization = authorization;
    copy.authorities = authorities;
    change.accept(copy);
    return copy;
  }

  /**
   * Sends to a receiver of OTLP over HTTP: one request in ten, and those whose parent is sampled.
   *
   * @param receiver an http or https URL; {@code /v1/traces} is added unless it ends with that
   * @throws IllegalArgumentException if it is none
   */
  public static OtlpSettings of(URI receiver) {
    String scheme = String.valueOf(receiver.getScheme());
    if (receiver.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new IllegalArgumentException("receiver: not a URL (expected: http:// or https://)");
    }
    String text = receiver.toString().replaceFirst("/+$", "");
    return new OtlpSettings(text.endsWith(PATH) ? URI.create(text) : URI.create(text + PATH));
  }

  /**
   * The share of the requests without a parent that are traced.
   *
   * @param value 0 to 1
   * @throws IllegalArgumentException if it is outside
   */
  public OtlpSettings withRatio(double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("ratio: " + value + " (expected: 0-1)");
    }
    return with(copy -> copy.ratio = value);
  }

  /**
   * Whether a request belongs to the trace that its {@code traceparent} names and is sampled as
   * that is; otherwise each begins a trace of its own.
   */
  public OtlpSettings withFollowParent(boolean value) {
    return with(copy -> copy.followParent = value);
  }

  /** The {@code service.name} of the spans; {@code portcullis} by default. */
  public OtlpSettings withServiceName(String value) {
    return with(copy -> copy.serviceName = value);
  }

  /** What the receiver gets as {@code Authorization}. */
  public OtlpSettings withAuthorization(OtlpAuthorization value) {
    return with(copy -> copy.authorization = Option.some(value));
  }

  /** A PEM file with the certificate authorities of the receiver, in place of the JDK's. */
  public OtlpSettings withAuthorities(Path value) {
    return with(copy -> copy.authorities = Option.some(value));
  }

  /** The URL that spans are posted to. */
  public URI endpoint() {
    return endpoint;
  }

  double ratio() {
    return ratio;
  }

  boolean followParent() {
    return followParent;
  }

  String serviceName() {
    return serviceName;
  }

  /** None if the receiver asks for none. */
  public Option<OtlpAuthorization> authorization() {
    return authorization;
  }

  Option<Path> authorities() {
    return authorities;
  }

  @Override
  public String toString() {
    return "OtlpSettings["
        + endpoint
        + ", "
        + ratio
        + ", follow parent "
        + followParent
        + ", service "
        + serviceName
        + ", "
        + authorization
        + ", authorities "
        + authorities
        + "]";
  }
}
