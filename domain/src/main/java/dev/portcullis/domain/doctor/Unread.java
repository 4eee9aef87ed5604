package dev.portcullis.domain.doctor;

/** Why a fact about the tenant is not known. */
public sealed interface Unread {

  /** What a person is told. */
  String reason();

  /** The application that reads may not read this. */
  record MissingScope(String scope) implements Unread {

    @Override
    public String reason() {
      return "the management application lacks the scope " + scope;
    }
  }

  /** Nobody said how to read. */
  record NotConfigured(String reason) implements Unread {}

  /** It was asked for and not answered. */
  record NotAnswered(String reason) implements Unread {}
}
