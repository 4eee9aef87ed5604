package dev.portcullis.adapters.http.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.exchange.WebOrigin;
import java.net.URLDecoder;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.statistics.Statistics;

/**
 * No accepted target leads a browser to an origin that is not listed. Where a browser goes is
 * worked out here as the WHATWG URL standard has it, without the code under test.
 */
class ReturnTargetsPropertiesTest {

  private static final String OWN = "https://login.example.com";
  private static final String APP = "https://app.example.com";
  private static final ReturnTargets TARGETS =
      new ReturnTargets(new WebOrigin(OWN), List.of(new WebOrigin(APP)));
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(.*)");

  @Property(tries = 20_000)
  void a_browser_goes_to_a_listed_origin_also_when_a_server_has_decoded_the_path(
      @ForAll("targets") String target) {
    boolean accepted = TARGETS.parse(target).isDefined();

    // Of the accepted ones there must be enough for this to say something.
    Statistics.label("accepted")
        .collect(accepted)
        .coverage(all -> all.check(true).percentage(share -> share > 5));
    if (accepted) {
      String decoded = URLDecoder.decode(path(target).replace("+", "%2B"), ISO_8859_1);
      assertThat(Set.of(OWN, APP)).as(target).contains(destination(target));
      assertThat(destination(decoded)).as(target).isEqualTo(OWN);
      assertThat(decoded).as(target).doesNotContain("//").doesNotContain("\\");
      assertThat(decoded.chars()).as(target).noneMatch(c -> c < 0x20 || c == 0x7F);
    }
  }

  private static String path(String target) {
    return target.split("[?#]", 2)[0].replaceFirst("^(?i)https://[^/]*", "");
  }

  @Property
  void the_query_decides_nothing(
      @ForAll("targets") String target,
      @ForAll @CharRange(from = '!', to = '~') @StringLength(max = 40) String query) {
    Assume.that(target.indexOf('?') < 0 && target.indexOf('#') < 0);

    boolean with = TARGETS.parse(target + "?" + query).isDefined();

    assertThat(with).isEqualTo(TARGETS.parse(target).isDefined());
  }

  @Provide
  Arbitrary<String> targets() {
    Arbitrary<String> starts =
        Arbitraries.of(
            "/",
            APP,
            OWN,
            APP + "/",
            "https://",
            "https:",
            "//",
            "/\\",
            "",
            "HTTPS://APP.example.com/");
    Arbitrary<String> parts =
        Arbitraries.of(
            "/",
            "a",
            "\\",
            "//",
            "%2f",
            "%2F",
            "%5c",
            "%09",
            "%0A",
            "%00",
            "%7f",
            "%41",
            "%25",
            "%252f",
            "\t",
            "\n",
            " ",
            "@",
            ":",
            ":443",
            ".",
            "..",
            "%2e",
            "evil.example",
            "app.example.com",
            "https:",
            "javascript:",
            "?",
            "#",
            "+",
            "\u00e4",
            "[",
            "]");
    return starts.flatMap(
        start -> parts.list().ofMaxSize(7).map(list -> start + String.join("", list)));
  }

  /** The origin that a browser on a page of ours goes to; another text if there is none. */
  private static String destination(String target) {
    String url =
        target.replaceAll("^[\\x00-\\x20]+|[\\x00-\\x20]+$", "").replaceAll("[\t\n\r]", "");
    Matcher scheme = SCHEME.matcher(url);
    if (!scheme.matches()) {
      return url.matches("(?s)[/\\\\]{2}.*") ? authority("https", url) : OWN;
    }
    String name = scheme.group(1).toLowerCase(Locale.ROOT);
    String rest = scheme.group(2);
    return switch (name) {
      case "https" -> rest.matches("(?s)[/\\\\]{2}.*") ? authority(name, rest) : OWN;
      case "http", "ws", "wss", "ftp" -> authority(name, rest);
      default -> name + ": is no web page";
    };
  }

  /** However many slashes there are; user names end at the last @. */
  private static String authority(String scheme, String slashesAndMore) {
    String authority = slashesAndMore.replaceFirst("^[/\\\\]+", "").split("[/\\\\?#]", 2)[0];
    String host = authority.substring(authority.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    return scheme + "://" + (scheme.equals("https") ? host.replaceFirst(":(443)?$", "") : host);
  }
}
