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

  /**
   * The tenant does not have this: its plan has no such feature, or it is not switched on.
   *
   * @param answer what the tenant answered
   */
  record NotEnabled(String answer) implements FactUnavailable {

    @Override
    public String reason() {
      return "not enabled: " + answer;
    }
  }

  /** No Management API credentials are configured. */
  record NotConfigured(String reason) implements FactUnavailable {}

  /** The tenant refuses the management application, so that nothing can be read. */
  record NoAccess(String reason) implements FactUnavailable {}

  /** The tenant cannot be reached, so that nothing can be read. */
  record Unreachable(String reason) implements FactUnavailable {}

  /** The request was made and got no usable answer. */
  record NotAnswered(String reason) implements FactUnavailable {}
}
