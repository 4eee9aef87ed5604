package dev.portcullis.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which properties stop the start, and how to fix each. */
final class InvalidPropertiesAnalyzer extends AbstractFailureAnalyzer<InvalidPropertiesException> {

  @Override
  protected FailureAnalysis analyze(Throwable failure, InvalidPropertiesException cause) {
    return new FailureAnalysis(
        cause
            .problems()
            .map(it -> "    " + it.property() + ": " + it.problem())
            .mkString("Portcullis cannot start with these properties:\n\n", "\n", "\n"),
        cause.problems().map(it -> it.remedy() + ".").distinct().mkString("\n"),
        cause);
  }
}
