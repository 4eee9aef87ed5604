package dev.portcullis.doctor.tenant;

/** Why a fact about the tenant is not known. */
public sealed interface FactUnavailable {

  /** The reason, for operators. */
  String reason();

  /** The management application may not read this. */
  record MissingScope(String scope) implements FactUnavailable {

    @Override
    public String reason() {
      return "the management application lacks the scope " + scope;
    }
  }

  /** No Management API credentials are configured. */
  record NotConfigured(String reason) implements FactUnavailable {}

  /** The request was made and got no usable answer. */
  record NotAnswered(String reason) implements FactUnavailable {}
}
