package dev.portcullis.architecture.violations.api.open;

import dev.portcullis.architecture.violations.api.hidden.Hidden;
import java.util.List;

/** Public API that names what is not. */
public final class Offender {

  public List<Hidden[]> all() {
    return List.of();
  }

  public void take(List<Inner> inner) {
    mine(new Hidden());
  }

  private void mine(Hidden hidden) {}

  static final class Inner {}
}
