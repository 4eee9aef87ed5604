package dev.portcullis.domain.address;

import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The elements of {@code Forwarded} (RFC 7239). The whole header has to be well-formed, also left
 * of the walk: an open quote of an attacker's would else change where the elements begin.
 */
final class ForwardedCursor extends HopCursor {

  private final List<Element> elements;
  private int at;

  private ForwardedCursor(List<Element> elements) {
    this.elements = elements;
    this.at = elements.size();
  }

  /** The value of {@code for}, or null if the element has none. */
  private record Element(@Nullable String node) {}

  /** Parses the joined lines in one pass, up to {@code maxElements}. */
  static Either<RejectionReason, ForwardedCursor> parse(String text, int maxElements) {
    Parser parser = new Parser(text);
    List<Element> elements = new ArrayList<>();
    do {
      Element element = parser.element();
      if (element == null) {
        return Either.left(RejectionReason.FORWARDED_SYNTAX);
      }
      elements.add(element);
    } while (parser.comma());
    return elements.size() > maxElements
        ? Either.left(RejectionReason.TOO_MANY)
        : Either.right(new ForwardedCursor(elements));
  }

  @Override
  boolean next() {
    if (at == 0) {
      return false;
    }
    at--;
    String text = elements.get(at).node();
    if (text == null) {
      node.fail(RejectionReason.EMPTY_ENTRY);
    } else {
      node.readForwarded(text);
    }
    return true;
  }

  @Override
  String position() {
    return "forwarded[" + at + "]";
  }

  @Override
  String text() {
    String text = elements.get(at).node();
    return text == null ? "" : text;
  }

  @Override
  int unread() {
    return at;
  }

  /** RFC 7239 section 4, with the list rule of RFC 9110 section 5.6.1 for the commas. */
  private static final class Parser {

    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    boolean atEnd() {
      return at == text.length();
    }

    boolean comma() {
      if (!atEnd() && text.charAt(at) == ',') {
        at++;
        return true;
      }
      return false;
    }

    /** One element up to the comma or the end, or null if it is malformed. */
    @Nullable Element element() {
      skipBlanks();
      Set<String> seen = new HashSet<>();
      String node = null;
      while (!atEnd() && text.charAt(at) != ',') {
        if (text.charAt(at) != ';') {
          String name = token();
          if (name == null || atEnd() || text.charAt(at) != '=') {
            return null;
          }
          at++;
          String value = !atEnd() && text.charAt(at) == '"' ? quoted() : token();
          String key = name.toLowerCase(Locale.ROOT);
          if (value == null || !seen.add(key)) {
            return null;
          }
          if (key.equals("for")) {
            node = value;
          }
        }
        if (!atEnd() && text.charAt(at) == ';') {
          at++;
          skipBlanks();
        } else {
          skipBlanks();
          if (!atEnd() && text.charAt(at) != ',') {
            return null;
          }
        }
      }
      return new Element(node);
    }

    private void skipBlanks() {
      while (!atEnd() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
        at++;
      }
    }

    private @Nullable String token() {
      int from = at;
      while (!atEnd() && isTokenChar(text.charAt(at))) {
        at++;
      }
      return at == from ? null : text.substring(from, at);
    }

    private @Nullable String quoted() {
      StringBuilder value = new StringBuilder();
      at++;
      while (!atEnd()) {
        char c = text.charAt(at++);
        if (c == '"') {
          return value.toString();
        }
        if (c == '\\') {
          if (atEnd()) {
            return null;
          }
          c = text.charAt(at++);
        }
        boolean allowed = c == '\t' || (c >= ' ' && c != 0x7f);
        if (!allowed) {
          return null;
        }
        value.append(c);
      }
      return null;
    }

    /** RFC 9110 section 5.6.2. */
    private static boolean isTokenChar(char c) {
      return (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
  }
}
