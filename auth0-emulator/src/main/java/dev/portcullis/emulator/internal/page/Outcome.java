package dev.portcullis.emulator.internal.page;

import dev.portcullis.emulator.internal.http.Reply;
import java.util.Optional;

/** What an action leads to: a message on its view, a page, or another reply. */
sealed interface Outcome permits FlashMessage, Outcome.Shown, Outcome.Sent {

  /** A page of its own, under a view's tab; with a problem its status is 400. */
  record Shown(View view, String title, String template, Object model, Optional<String> problem)
      implements Outcome {}

  /** A reply that is no page. */
  record Sent(Reply reply) implements Outcome {}
}
