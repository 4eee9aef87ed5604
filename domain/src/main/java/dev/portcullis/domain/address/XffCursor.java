package dev.portcullis.domain.address;

/** The entries of X-Forwarded-For, parsed only as far as the walk goes. */
final class XffCursor extends HopCursor {

  private final String joined;
  private int start;
  private int end;

  XffCursor(String joined) {
    this.joined = joined;
    this.start = joined.length() + 1;
  }

  /** How many entries a list has; a list of nothing has one, empty. */
  static int count(String joined) {
    int entries = 1;
    for (int comma = joined.indexOf(','); comma >= 0; comma = joined.indexOf(',', comma + 1)) {
      entries++;
    }
    return entries;
  }

  @Override
  boolean next() {
    if (start == 0) {
      return false;
    }
    end = start - 1;
    start = joined.lastIndexOf(',', end - 1) + 1;
    node.readXff(joined, start, end);
    return true;
  }

  @Override
  String position() {
    return "xff[" + unread() + "]";
  }

  @Override
  String text() {
    return joined.substring(start, end);
  }

  @Override
  int unread() {
    return start == 0 ? 0 : count(joined.substring(0, start - 1));
  }
}
