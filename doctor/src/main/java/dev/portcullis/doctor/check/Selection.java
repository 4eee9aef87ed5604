package dev.portcullis.doctor.check;

import io.vavr.collection.HashSet;
import io.vavr.collection.Set;

/**
 * Which checks are wanted.
 *
 * @param only these, or all if empty
 * @param skip not these
 */
public record Selection(Set<Check> only, Set<Check> skip) {

  public static final Selection ALL = new Selection(HashSet.empty(), HashSet.empty());

  public boolean has(Check check) {
    return (only.isEmpty() || only.contains(check)) && !skip.contains(check);
  }

  /** Whether any of an area is wanted. */
  public boolean has(Check.Area area) {
    return Check.all().exists(check -> check.area() == area && has(check));
  }

  /** All of this but one area. */
  public Selection without(Check.Area area) {
    return new Selection(only, skip.addAll(Check.all().filter(check -> check.area() == area)));
  }
}
