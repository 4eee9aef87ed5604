package dev.portcullis.adapters.journal;

import dev.portcullis.domain.login.Requester;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderRequestId;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The marker and the fields of every event about a login or a step, named after the Elastic Common
 * Schema.
 */
final class EcsEvent {

  private EcsEvent() {}

  static LoggingEventBuilder of(
      LoggingEventBuilder event,
      Requester requester,
      Option<ProviderRequestId> upstream,
      Duration elapsed) {
    LoggingEventBuilder common =
        event
            .addMarker(Slf4jJournal.LOGIN)
            .addKeyValue("event.category", "authentication")
            .addKeyValue("event.duration", TimeUnit.NANOSECONDS.convert(elapsed))
            .addKeyValue("source.ip", requester.client().toString())
            .addKeyValue("portcullis.address.via", requester.via().word())
            .addKeyValue("http.request.id", requester.id().value());
    return upstream.fold(
        () -> common, id -> common.addKeyValue("portcullis.provider.request_id", id.value()));
  }

  /** The provider's status, code and media type; its text may repeat what the user typed. */
  static LoggingEventBuilder provider(LoggingEventBuilder event, ProviderError error) {
    boolean isCode = error.code().matches("[A-Za-z0-9_.-]{1,64}");
    LoggingEventBuilder known =
        event
            .addKeyValue("portcullis.provider.status", error.status())
            .addKeyValue("portcullis.provider.code", isCode ? error.code() : "");
    return error.mediaType().matches("[a-z0-9!#$&^_.+-]{1,64}/[a-z0-9!#$&^_.+-]{1,64}")
        ? known.addKeyValue("portcullis.provider.media_type", error.mediaType())
        : known;
  }
}
