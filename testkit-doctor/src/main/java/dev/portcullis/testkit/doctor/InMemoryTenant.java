package dev.portcullis.testkit.doctor;

import dev.portcullis.doctor.port.TenantEditor;
import dev.portcullis.doctor.port.TenantLogs;
import dev.portcullis.doctor.port.TenantReader;
import dev.portcullis.doctor.tenant.Change;
import dev.portcullis.doctor.tenant.Change.EnableConnection;
import dev.portcullis.doctor.tenant.Change.Patch;
import dev.portcullis.doctor.tenant.Change.Target;
import dev.portcullis.doctor.tenant.Edit;
import dev.portcullis.doctor.tenant.Edit.Value;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.doctor.tenant.LogQuery;
import dev.portcullis.doctor.tenant.TenantSnapshot;
import dev.portcullis.doctor.tenant.TenantSnapshot.Api;
import dev.portcullis.doctor.tenant.TenantSnapshot.Application;
import dev.portcullis.doctor.tenant.TenantSnapshot.AuthenticationMethod;
import dev.portcullis.doctor.tenant.TenantSnapshot.BotDetection;
import dev.portcullis.doctor.tenant.TenantSnapshot.BreachedPasswords;
import dev.portcullis.doctor.tenant.TenantSnapshot.BruteForce;
import dev.portcullis.doctor.tenant.TenantSnapshot.Connection;
import dev.portcullis.doctor.tenant.TenantSnapshot.Directory;
import dev.portcullis.doctor.tenant.TenantSnapshot.OrganizationUsage;
import dev.portcullis.doctor.tenant.TenantSnapshot.SuspiciousIp;
import io.vavr.collection.HashSet;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A tenant set up as it should be, with one application, one connection and one API. Editing takes
 * the attributes of the application and of brute-force protection; events are those that were
 * logged. Safe for concurrent use.
 */
public final class InMemoryTenant implements TenantReader, TenantEditor, TenantLogs {

  /** The application's id. */
  public static final String CLIENT_ID = "InMemoryClient012345678901234567";

  private static final String CONNECTION = "Username-Password-Authentication";

  private final AtomicReference<Application> application =
      new AtomicReference<>(
          new Application(
              CLIENT_ID,
              "Login gateway",
              Option.of("regular_web"),
              true,
              AuthenticationMethod.CLIENT_SECRET_POST,
              true,
              HashSet.of(
                  "password",
                  "refresh_token",
                  "http://auth0.com/oauth/grant-type/mfa-otp",
                  "http://auth0.com/oauth/grant-type/mfa-oob",
                  "http://auth0.com/oauth/grant-type/mfa-recovery-code"),
              OrganizationUsage.DENY));
  private final AtomicReference<BruteForce> bruteForce =
      new AtomicReference<>(
          new BruteForce(
              true,
              HashSet.of("block", "user_notification"),
              "count_per_identifier_and_ip",
              Vector.empty(),
              10));
  private final AtomicReference<Vector<LogEvent>> events = new AtomicReference<>(Vector.empty());

  @Override
  public TenantSnapshot read(Subject subject) {
    return new TenantSnapshot(
        Either.right(Option.when(subject.clientId().equals(CLIENT_ID), application::get)),
        Either.right(
            Vector.of(
                    new Connection(
                        "con_1",
                        CONNECTION,
                        "auth0",
                        Option.of(true),
                        Either.right(subject.clientId().equals(CLIENT_ID))))
                .filter(it -> subject.realm().forAll(it.name()::equals))),
        Either.right(new Directory(Option.of(CONNECTION), Option.none())),
        Either.right(
            subject
                .audience()
                .filter("https://api.example.com"::equals)
                .map(identifier -> new Api(identifier, true))),
        Either.right(bruteForce.get()),
        Either.right(
            new SuspiciousIp(
                true, HashSet.of("block"), Vector.empty(), 100, Duration.ofSeconds(864))),
        Either.right(new BreachedPasswords(true, HashSet.of("block"))),
        Either.right(new BotDetection("never", false, Vector.empty())),
        Either.right(30));
  }

  @Override
  public Option<String> make(Change change) {
    return switch (change) {
      case Patch(Target.OfApplication(var id, var name), var edits) when id.equals(CLIENT_ID) -> {
        application.updateAndGet(before -> edited(before, byPath(edits)));
        yield Option.none();
      }
      case Patch(Target.OfProtection part, var edits)
          when part == Target.OfProtection.BRUTE_FORCE -> {
        bruteForce.updateAndGet(before -> edited(before, byPath(edits)));
        yield Option.none();
      }
      case Patch other -> Option.of("there is no such thing");
      case EnableConnection other -> Option.none();
    };
  }

  private static Map<String, Value> byPath(Seq<Edit> edits) {
    return edits.toMap(Edit::path, Edit::after);
  }

  private static Application edited(Application before, Map<String, Value> edits) {
    return new Application(
        before.clientId(),
        before.name(),
        before.type(),
        before.firstParty(),
        edits
            .get("token_endpoint_auth_method")
            .flatMap(
                value ->
                    Vector.of(AuthenticationMethod.values())
                        .find(it -> value.equals(new Value.Text(it.word()))))
            .getOrElse(before.method()),
        edits
            .get("is_token_endpoint_ip_header_trusted")
            .map(new Value.Flag(true)::equals)
            .getOrElse(before.ipHeaderTrusted()),
        edits
            .get("grant_types")
            .flatMap(
                value ->
                    value instanceof Value.Texts(var texts)
                        ? Option.of(texts.toSet())
                        : Option.none())
            .getOrElse(before.grants()),
        before.organizations());
  }

  private static BruteForce edited(BruteForce before, Map<String, Value> edits) {
    return new BruteForce(
        edits.get("enabled").map(new Value.Flag(true)::equals).getOrElse(before.enabled()),
        before.shields(),
        before.mode(),
        before.allowlist(),
        edits
            .get("max_attempts")
            .flatMap(
                value ->
                    value instanceof Value.Count(var number)
                        ? Option.of((int) number)
                        : Option.none())
            .getOrElse(before.maxAttempts()));
  }

  /** Adds events to the log, in whatever order they come. */
  public void log(LogEvent... more) {
    events.updateAndGet(before -> before.appendAll(Vector.of(more)));
  }

  @Override
  public Either<FactUnavailable, Seq<LogEvent>> newest(LogQuery query, int most) {
    return Either.right(
        events.get().filter(query::matches).sortBy(LogEvent::id).reverse().take(most));
  }

  @Override
  public Either<FactUnavailable, Seq<LogEvent>> after(String id, int most) {
    return Either.right(
        events.get().filter(event -> event.id().compareTo(id) > 0).sortBy(LogEvent::id).take(most));
  }
}
