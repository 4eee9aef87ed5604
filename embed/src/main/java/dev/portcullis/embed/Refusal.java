package dev.portcullis.embed;

import dev.portcullis.adapters.http.exchange.FieldProblem;
import dev.portcullis.domain.address.RejectionReason;
import io.vavr.collection.Seq;

/**
 * Why a login was refused before the provider was called. Anyone can cause either, so neither is an
 * exception: answer both with 400.
 */
public sealed interface Refusal {

  /** The end user's address cannot be known. It is recorded; only the operator can fix it. */
  record AddressUnknown(RejectionReason reason) implements Refusal {}

  /**
   * The user name or the password is none that can be submitted: empty, too long, or not text.
   *
   * @param problems of {@code username} and {@code password}, at least one; they repeat no value
   */
  record InvalidInput(Seq<FieldProblem> problems) implements Refusal {}
}
