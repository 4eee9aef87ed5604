package dev.portcullis.bootstrap.settings.document;

import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.IpRange;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.login.Password;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.function.Function;

/**
 * A type of values, with the parser of its texts.
 *
 * @param name the type in the documentation
 * @param secret whether a value must never be shown
 * @param parse turns a text into a value, or into a description of what was expected
 */
public record ValueType<T>(
    String name, boolean secret, Function<String, Validation<String, T>> parse) {

  /** Two labels or more, of which the last is no number. */
  private static final String DOMAIN =
      "([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])";

  private static final String TENANT_EXPECTED =
      "a domain such as example.eu.auth0.com; http://127.0.0.1:PORT for an emulator here";

  /** Any text that is not blank. */
  public static final ValueType<String> TEXT =
      new ValueType<>(
          "text",
          false,
          text -> text.isBlank() ? Validation.invalid("some text") : Validation.valid(text));

  /** The name of an HTTP header, without underscores. */
  public static final ValueType<String> HEADER_NAME =
      new ValueType<>(
          "header name",
          false,
          text ->
              text.matches("[A-Za-z0-9!#$%&'*+.^`|~-]{1,100}")
                  ? Validation.valid(text)
                  : Validation.invalid("the name of an HTTP header, without underscores"));

  /** {@code true} or {@code false}. */
  public static final ValueType<Boolean> BOOLEAN =
      new ValueType<>(
          "true | false",
          false,
          text ->
              switch (text) {
                case "true" -> Validation.valid(true);
                case "false" -> Validation.valid(false);
                default -> Validation.invalid("true | false");
              });

  /** A whole number with {@code %}. */
  public static final ValueType<Integer> PERCENT =
      new ValueType<>(
          "percent, 0% to 1000%",
          false,
          text ->
              text.matches("[0-9]{1,4}%")
                      && Integer.parseInt(text.substring(0, text.length() - 1)) <= 1000
                  ? Validation.valid(Integer.parseInt(text.substring(0, text.length() - 1)))
                  : Validation.invalid("a whole number with %, 0% to 1000%"));

  /** A day. */
  public static final ValueType<LocalDate> DATE =
      new ValueType<>(
          "date, such as 2026-12-31",
          false,
          text -> {
            try {
              return Validation.valid(LocalDate.parse(text));
            } catch (DateTimeParseException e) {
              return Validation.invalid("a date such as 2026-12-31");
            }
          });

  /** An IP address. */
  public static final ValueType<IpAddress> ADDRESS =
      new ValueType<>(
          "address",
          false,
          text ->
              IpAddress.parse(text)
                  .toValidation(() -> "an IPv4 or IPv6 address, without a port or a range"));

  /** An IP address or a range in CIDR notation. */
  public static final ValueType<IpRange> RANGE =
      new ValueType<>(
          "range",
          false,
          text -> IpRange.parse(text).mapError(problem -> "an address or a range: " + problem));

  /** A file; a relative one starts at the settings file's folder. */
  public static final ValueType<Path> FILE =
      new ValueType<>(
          "file",
          false,
          text -> {
            try {
              return text.isBlank()
                  ? Validation.invalid("the path of a file")
                  : Validation.valid(Path.of(text));
            } catch (InvalidPathException e) {
              return Validation.invalid("the path of a file");
            }
          });

  /** A user name or an email address. */
  public static final ValueType<LoginIdentifier> IDENTIFIER =
      new ValueType<>(
          "text", false, text -> LoginIdentifier.of(text).mapError(problem -> "text: " + problem));

  /** A password. */
  public static final ValueType<Password> PASSWORD =
      new ValueType<>(
          "secret", true, text -> Password.of(text).mapError(problem -> "a password: " + problem));

  /** The URL of a page. */
  public static final ValueType<String> WEB_PAGE =
      new ValueType<>("URL", false, text -> absolute(text, "https", "http").map(URI::toString));

  /** The URL of an HTTP endpoint; plain http only on this machine. */
  public static final ValueType<URI> HOOK =
      new ValueType<>(
          "URL",
          false,
          text ->
              absolute(text, "https", "http")
                  .flatMap(
                      uri ->
                          uri.getScheme().equals("https") || isLoopback(uri.getHost())
                              ? Validation.valid(uri)
                              : Validation.invalid("a URL that starts with https://")));

  /** The domain of a tenant, as a base URI; plain http only on this machine. */
  public static final ValueType<URI> TENANT = new ValueType<>("domain", false, ValueType::tenant);

  private ValueType(String name, Function<String, Validation<String, T>> parse) {
    this(name, false, parse);
  }

  /** A secret of printable ASCII, which {@code make} wraps into a type that does not print it. */
  public static <T> ValueType<T> secret(Function<String, T> make) {
    return secret(make, "printable ASCII characters, and nothing else");
  }

  /**
   * A secret, which {@code make} wraps into a type that does not print it.
   *
   * @param make throws {@link IllegalArgumentException} for a text that it refuses
   * @param expected what it takes, for the message then
   */
  public static <T> ValueType<T> secret(Function<String, T> make, String expected) {
    return new ValueType<>(
        "secret",
        true,
        text -> {
          try {
            return Validation.valid(make.apply(text));
          } catch (IllegalArgumentException e) {
            return Validation.invalid(expected);
          }
        });
  }

  /** One of an enum's constants, written in lower case with {@code separator} between words. */
  public static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type, char separator) {
    Vector<E> constants = Vector.of(type.getEnumConstants());
    Function<E, String> word =
        constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', separator);
    String words = constants.map(word).mkString(" | ");
    return new ValueType<>(
        words,
        text ->
            constants
                .find(constant -> word.apply(constant).equals(text))
                .toValidation(() -> words));
  }

  /** A whole number between two bounds, both allowed. */
  public static ValueType<Integer> number(int least, int most) {
    String range = least + " to " + most;
    return new ValueType<>(
        "number, " + range,
        text ->
            Option.of(text)
                .filter(digits -> digits.matches("[0-9]{1,9}"))
                .map(Integer::parseInt)
                .filter(value -> value >= least && value <= most)
                .toValidation(() -> "a whole number, " + range));
  }

  /** A duration between two bounds, both allowed. */
  public static ValueType<Duration> duration(Duration least, Duration most) {
    String range = write(least) + " to " + write(most);
    return new ValueType<>(
        "duration, " + range,
        text ->
            Durations.read(text)
                .filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0)
                .toValidation(() -> "a number with ms, s, m, h or d, " + range));
  }

  private static String write(Duration duration) {
    if (duration.toMillisPart() != 0) {
      return duration.toMillis() + "ms";
    }
    long seconds = duration.toSeconds();
    if (seconds != 0 && seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds != 0 && seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds != 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  private static Validation<String, URI> tenant(String text) {
    if (text.matches(DOMAIN)) {
      return Validation.valid(URI.create("https://" + text));
    }
    return absolute(text, "https", "http")
        .mapError(e -> TENANT_EXPECTED)
        .flatMap(
            uri ->
                (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
                        && uri.getRawQuery() == null
                        && (uri.getScheme().equals("https") || isLoopback(uri.getHost()))
                    ? Validation.valid(uri)
                    : Validation.invalid(TENANT_EXPECTED));
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
  }

  /** An absolute URI without user or fragment, with one of these schemes. */
  private static Validation<String, URI> absolute(String text, String... schemes) {
    String expected = "a URL that starts with " + String.join(":// or ", schemes) + "://";
    try {
      URI uri = new URI(text);
      boolean fits =
          Vector.of(schemes).contains(String.valueOf(uri.getScheme()))
              && uri.getHost() != null
              && uri.getUserInfo() == null
              && uri.getFragment() == null;
      return fits ? Validation.valid(uri) : Validation.invalid(expected);
    } catch (URISyntaxException e) {
      return Validation.invalid(expected);
    }
  }
}
