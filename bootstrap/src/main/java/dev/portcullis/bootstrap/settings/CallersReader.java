package dev.portcullis.bootstrap.settings;

import dev.portcullis.adapters.http.exchange.WebOrigin;
import dev.portcullis.adapters.http.intake.CallerChoices;
import dev.portcullis.adapters.http.intake.CallerOrigins;
import dev.portcullis.bootstrap.settings.document.Accumulator;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.ValueType;
import io.vavr.collection.Seq;
import io.vavr.control.Validation;

/** Reads {@code callers}. */
final class CallersReader {

  private static final ValueType<WebOrigin> PAGE_ORIGIN =
      new ValueType<>("origin", false, WebOrigin::ofPage);

  private CallersReader() {}

  static Validation<Seq<SettingsProblem>, CallerChoices> choices(Section callers) {
    Section choices = callers.section("may-choose");
    Accumulator all = new Accumulator();
    var audiences =
        all.add(
            choices.list(
                "audience",
                ValueType.TEXT,
                "The audiences that callers of /api/auth may request instead of auth0.audience."));
    var scopes =
        all.add(
            choices.list(
                "scope",
                ValueType.TEXT,
                "The scopes that callers may request, in any combination, instead of"
                    + " auth0.scope."));
    var realms =
        all.add(
            choices.list(
                "realm",
                ValueType.TEXT,
                "The connections that callers may log in to instead of auth0.realm."));
    return all.build(
        () ->
            new CallerChoices(audiences.get().toSet(), scopes.get().toSet(), realms.get().toSet()));
  }

  static Validation<Seq<SettingsProblem>, CallerOrigins> origins(Section callers) {
    return callers
        .list(
            "origins",
            PAGE_ORIGIN,
            "The other origins whose pages may call /api/auth from a browser, such as"
                + " https://app.example.com or capacitor://localhost. The gateway's own pages and"
                + " clients that are no browsers need no entry.")
        .map(CallerOrigins::of);
  }
}
