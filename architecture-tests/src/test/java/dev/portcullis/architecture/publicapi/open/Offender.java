package dev.portcullis.architecture.publicapi.open;

import dev.portcullis.architecture.publicapi.hidden.Hidden;
import java.util.List;

/** Public API that names what is not. */
public final class Offender {

  public List<Hidden[]> all() {
    return List.of();
  }

  public String take(List<Inner> inner) {
    return mine(new Hidden()) + inner;
  }

  private String mine(Hidden hidden) {
    return hidden.getClass().getName();
  }

  static final class Inner {}
}
