package dev.portcullis.doctor.tenant;

/** Why a fact about the tenant is not known. */
public sealed interface FactUnavailable {

  /** What a person is told. */
  String reason();

  /** The application that reads may not read this. */
  record MissingScope(String scope) implements FactUnavailable {

    @Override
    public String reason() {
      return "the management application lacks the scope " + scope;
    }
  }

  /** Nobody said how to read. */
  record NotConfigured(String reason) implements FactUnavailable {}

  /** It was asked for and not answered. */
  record NotAnswered(String reason) implements FactUnavailable {}
}
