package dev.portcullis.architecture.violations.domainispure.domain.login;

import io.vavr.control.Option;
import java.time.Duration;

record Innocent(Option<String> name, Duration length) {
  String text() {
    return switch (this) {
      case Innocent(var n, var l) -> n.map(x -> x + l).getOrElse("");
    };
  }
}
