package dev.portcullis.bootstrap.settings.document;

import io.vavr.collection.Seq;
import io.vavr.control.Option;

/** Finds the key, or another known name, that was probably meant. */
public final class Typos {

  private Typos() {}

  private record Candidate(String key, int edits) {}

  /** The known key with the fewest edits, if those are few for a key of this length. */
  public static Option<String> nearest(String key, Seq<String> known) {
    return known
        .map(candidate -> new Candidate(candidate, edits(key, candidate)))
        .filter(it -> it.edits() <= Math.max(2, key.length() / 4))
        .minBy(Candidate::edits)
        .map(Candidate::key);
  }

  /** The Levenshtein distance. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
