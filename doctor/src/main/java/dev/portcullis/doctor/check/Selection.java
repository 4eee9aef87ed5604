package dev.portcullis.doctor.check;

import io.vavr.collection.HashSet;
import io.vavr.collection.Set;

/**
 * Which checks are wanted.
 *
 * @param only the ids of these checks alone, or of all if empty
 * @param skip not the checks of these ids
 * @param without not the checks of these areas
 */
public record Selection(Set<String> only, Set<String> skip, Set<Area> without) {

  /** Every check. */
  public static final Selection ALL =
      new Selection(HashSet.empty(), HashSet.empty(), HashSet.empty());

  /** These checks alone. */
  public static Selection only(String... ids) {
    return new Selection(HashSet.of(ids), HashSet.empty(), HashSet.empty());
  }

  /** The same without an area. */
  public Selection without(Area area) {
    return new Selection(only, skip, without.add(area));
  }

  /** Whether a check is wanted. */
  public boolean has(Check check) {
    return (only.isEmpty() || only.contains(check.id()))
        && !skip.contains(check.id())
        && !without.contains(check.area());
  }
}
