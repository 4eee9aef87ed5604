package dev.portcullis.bootstrap.settings;

import dev.portcullis.adapters.http.server.HttpSettings.Listener;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.IpRange;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.login.Password;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;

/**
 * What the text of a value means.
 *
 * @param name how the documentation calls it
 * @param secret whether a value must never be shown
 * @param parse the value, or what was expected instead
 */
record ValueType<T>(String name, boolean secret, Function<String, Validation<String, T>> parse) {

  private static final String TENANT_EXPECTED =
      "a domain such as example.eu.auth0.com; http://127.0.0.1:PORT for an emulator here";

  static final ValueType<String> TEXT =
      new ValueType<>(
          "text",
          false,
          text -> text.isBlank() ? Validation.invalid("some text") : Validation.valid(text));

  static final ValueType<RangeEntry> RANGE_ENTRY =
      new ValueType<>("range", false, RangeEntry::parse);

  static final ValueType<String> HEADER_NAME =
      new ValueType<>(
          "header name",
          false,
          text ->
              text.matches("[A-Za-z0-9!#$%&'*+.^`|~-]{1,100}")
                  ? Validation.valid(text)
                  : Validation.invalid("the name of an HTTP header, without underscores"));

  static final ValueType<Boolean> BOOLEAN =
      new ValueType<>(
          "true | false",
          false,
          text ->
              switch (text) {
                case "true" -> Validation.valid(true);
                case "false" -> Validation.valid(false);
                default -> Validation.invalid("true | false");
              });

  static final ValueType<Integer> PERCENT =
      new ValueType<>(
          "percent, 0% to 1000%",
          false,
          text ->
              text.matches("[0-9]{1,4}%")
                      && Integer.parseInt(text.substring(0, text.length() - 1)) <= 1000
                  ? Validation.valid(Integer.parseInt(text.substring(0, text.length() - 1)))
                  : Validation.invalid("a whole number with %, 0% to 1000%"));

  static final ValueType<Listener> LISTENER =
      new ValueType<>("host:port", false, ValueType::listener);

  static final ValueType<IpAddress> ADDRESS =
      new ValueType<>(
          "address",
          false,
          text ->
              IpAddress.parse(text)
                  .toValidation(() -> "an IPv4 or IPv6 address, without a port or a range"));

  static final ValueType<IpRange> RANGE =
      new ValueType<>(
          "range",
          false,
          text -> IpRange.parse(text).mapError(problem -> "an address or a range: " + problem));

  static final ValueType<LoginIdentifier> IDENTIFIER =
      new ValueType<>(
          "text", false, text -> LoginIdentifier.of(text).mapError(problem -> "text: " + problem));

  static final ValueType<Password> PASSWORD =
      new ValueType<>(
          "secret", true, text -> Password.of(text).mapError(problem -> "a password: " + problem));

  static final ValueType<String> WEB_PAGE =
      new ValueType<>("URL", false, text -> absolute(text, "https", "http").map(URI::toString));

  static final ValueType<URI> HOOK =
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

  static final ValueType<URI> TENANT = new ValueType<>("domain", false, ValueType::tenant);

  private ValueType(String name, Function<String, Validation<String, T>> parse) {
    this(name, false, parse);
  }

  /** A text that is turned into a type which keeps it to itself. */
  static <T> ValueType<T> secret(Function<String, T> make) {
    return secret(make, "printable ASCII characters, and nothing else");
  }

  static <T> ValueType<T> secret(Function<String, T> make, String expected) {
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
  static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type, char separator) {
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

  static ValueType<Integer> number(int least, int most) {
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

  static ValueType<Duration> duration(Duration least, Duration most) {
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

  private static Validation<String, Listener> listener(String text) {
    String expected = "host:port, such as 127.0.0.1:8080 or [::1]:8080";
    int colon = text.lastIndexOf(':');
    if (colon <= 0) {
      return Validation.invalid(expected);
    }
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    boolean colons = bare.indexOf(':') >= 0;
    if (colons != bracketed || (colons && IpAddress.parse(bare).isEmpty()) || bare.isBlank()) {
      return Validation.invalid(expected);
    }
    return number(0, 65535)
        .parse()
        .apply(text.substring(colon + 1))
        .map(port -> new Listener(bare, port))
        .mapError(e -> expected + ", with a port of 0 to 65535");
  }

  private static Validation<String, URI> tenant(String text) {
    if (text.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")) {
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

  /** An absolute URI without user, query or fragment, with one of these schemes. */
  static Validation<String, URI> absolute(String text, String... schemes) {
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
