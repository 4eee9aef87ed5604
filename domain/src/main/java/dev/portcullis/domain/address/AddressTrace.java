package dev.portcullis.domain.address;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import org.jspecify.annotations.Nullable;

/**
 * How a decision came about, for the operator. What came from outside is escaped and cut, so that
 * it can be shown anywhere.
 *
 * @param unread how many entries at the left were not needed
 * @param notes what was seen and did not count
 */
public record AddressTrace(Seq<Step> steps, int unread, Seq<String> notes) {

  private static final int MAX_SHOWN = 64;

  /**
   * One look at one value.
   *
   * @param at where it stood: {@code peer}, {@code proxy-protocol}, {@code xff[2]}, …
   * @param value what stood there, escaped and cut to 64 characters
   * @param match the range that has it, if one does
   * @param rule which setting that range comes from
   * @param finding what that means
   */
  public record Step(
      String at, String value, Option<String> match, Option<String> rule, String finding) {}

  /** A text from outside as printable ASCII; three dots are where it was cut. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = c >= ' ' && c < 0x7f && c != '\\';
      String next = plain ? String.valueOf(c) : String.format("\\u%04x", (int) c);
      if (shown.length() + next.length() > MAX_SHOWN) {
        return shown + "...";
      }
      shown.append(next);
    }
    return shown.toString();
  }

  /** Collects the steps of one decision. */
  static final class Builder {

    private Seq<Step> steps = Vector.empty();
    private Seq<String> notes = Vector.empty();
    private int unread;

    void step(String at, String value, String finding) {
      steps = steps.append(new Step(at, shown(value), Option.none(), Option.none(), finding));
    }

    /** A step that tells which range of a setting has the address. */
    void step(String at, IpAddress value, IpRangeSet set, String setting, String finding) {
      int index = set.indexOf(value);
      steps =
          steps.append(
              new Step(
                  at,
                  value.toString(),
                  index < 0 ? Option.none() : Option.of(set.ranges().get(index).toString()),
                  index < 0 ? Option.none() : Option.of(setting + "[" + index + "]"),
                  finding));
    }

    void note(String text) {
      notes = notes.append(text);
    }

    void unread(int entries) {
      this.unread = entries;
    }

    AddressTrace build() {
      return new AddressTrace(steps, unread, notes);
    }
  }

  /** A step if anybody wants to know; only then does the value become a text. */
  static void step(@Nullable Builder trace, String at, Object value, String finding) {
    if (trace != null) {
      trace.step(at, value.toString(), finding);
    }
  }
}
