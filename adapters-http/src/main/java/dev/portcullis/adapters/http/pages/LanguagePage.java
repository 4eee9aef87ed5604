package dev.portcullis.adapters.http.pages;

import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.intake.Fields;
import dev.portcullis.adapters.http.session.Cookie;
import dev.portcullis.adapters.http.session.ReturnTarget;
import dev.portcullis.adapters.http.session.ReturnTargets;
import dev.portcullis.domain.login.RequestId;
import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.time.Duration;

/** Keeps the language that a user has chosen, and leads back to the page in it. */
final class LanguagePage {

  static final String PATH = "/login/language";

  private static final Set<String> FIELDS = HashSet.of("to", "at");
  private static final Duration KEPT = Duration.ofDays(365);

  private final Messages.Catalog messages;
  private final ReturnTargets targets;

  LanguagePage(Messages.Catalog messages, ReturnTargets targets) {
    this.messages = messages;
    this.targets = targets;
  }

  Reply choose(GatewayRequest request, RequestId id) {
    Fields query = Fields.ofQuery(request.query(), FIELDS);
    Reply reply =
        Pages.redirect(
            Option.of(query.get("at"))
                .filter(at -> at.startsWith("/") && !at.startsWith(PATH))
                .flatMap(targets::parse)
                .map(ReturnTarget::text)
                .getOrElse("/login"));
    return messages.has(query.get("to"))
        ? reply.with(Cookie.LANGUAGE.with(query.get("to"), KEPT))
        : reply;
  }
}
