package dev.portcullis.testkit.doctor;

import dev.portcullis.doctor.port.TenantEditor;
import dev.portcullis.doctor.port.TenantLogs;
import dev.portcullis.doctor.port.TenantReader;
import dev.portcullis.doctor.remedy.Change;
import dev.portcullis.doctor.remedy.Change.EnableConnection;
import dev.portcullis.doctor.remedy.Change.Patch;
import dev.portcullis.doctor.remedy.Change.Target;
import dev.portcullis.doctor.remedy.Edit;
import dev.portcullis.doctor.remedy.Edit.Value;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.doctor.tenant.LogQuery;
import dev.portcullis.doctor.tenant.TenantFact;
import dev.portcullis.doctor.tenant.TenantSnapshot;
import dev.portcullis.doctor.tenant.TenantSnapshot.Api;
import dev.portcullis.doctor.tenant.TenantSnapshot.Application;
import dev.portcullis.doctor.tenant.TenantSnapshot.AuthenticationMethod;
import dev.portcullis.doctor.tenant.TenantSnapshot.BotDetection;
import dev.portcullis.doctor.tenant.TenantSnapshot.BreachedPasswords;
import dev.portcullis.doctor.tenant.TenantSnapshot.BruteForce;
import dev.portcullis.doctor.tenant.TenantSnapshot.Connection;
import dev.portcullis.doctor.tenant.TenantSnapshot.Directory;
import dev.portcullis.doctor.tenant.TenantSnapshot.SuspiciousIp;
import dev.portcullis.doctor.tenant.TenantSnapshot.TokenQuota;
import io.vavr.collection.HashSet;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A correctly configured tenant in memory, with one application, one connection and one API. Its
 * editor supports the attributes of the application and of brute-force protection; its events are
 * those given to {@link #log}. Safe for concurrent use.
 */
public final class InMemoryTenant implements TenantReader, TenantEditor, TenantLogs {

  /** The application's id. */
  public static final String CLIENT_ID = "InMemoryClient012345678901234567";

  private static final String CONNECTION = "Username-Password-Authentication";

  private final AtomicReference<Application> application =
      new AtomicReference<>(
          Application.of(CLIENT_ID, "Login gateway")
              .withType(Option.of("regular_web"))
              .withMethod(AuthenticationMethod.CLIENT_SECRET_POST)
              .withIpHeaderTrusted(true)
              .withGrants(
                  HashSet.of(
                      "password",
                      "refresh_token",
                      "http://auth0.com/oauth/grant-type/mfa-otp",
                      "http://auth0.com/oauth/grant-type/mfa-oob",
                      "http://auth0.com/oauth/grant-type/mfa-recovery-code")));
  private final AtomicReference<BruteForce> bruteForce =
      new AtomicReference<>(BruteForce.of(true, HashSet.of("block", "user_notification")));
  private final AtomicReference<Vector<LogEvent>> events = new AtomicReference<>(Vector.empty());

  @Override
  public TenantSnapshot read(Subject subject) {
    return TenantSnapshot.unread(new FactUnavailable.NotAnswered("not in memory"))
        .with(
            TenantFact.APPLICATION,
            Option.when(subject.clientId().equals(CLIENT_ID), application::get))
        .with(
            TenantFact.CONNECTIONS,
            Vector.of(
                    Connection.of("con_1", CONNECTION, "auth0")
                        .withBruteForceProtection(Option.of(true))
                        .withEnabled(Either.right(subject.clientId().equals(CLIENT_ID))))
                .filter(it -> subject.realm().forAll(it.name()::equals)))
        .with(TenantFact.DIRECTORY, new Directory(Option.of(CONNECTION), Option.none()))
        .with(
            TenantFact.API,
            subject
                .audience()
                .filter("https://api.example.com"::equals)
                .map(identifier -> new Api(identifier, true)))
        .with(TenantFact.BRUTE_FORCE, bruteForce.get())
        .with(TenantFact.SUSPICIOUS_IP, SuspiciousIp.of(true, HashSet.of("block")))
        .with(TenantFact.BREACHED_PASSWORDS, new BreachedPasswords(true, HashSet.of("block")))
        .with(TenantFact.BOT_DETECTION, new BotDetection("never", false, Vector.empty()))
        .with(TenantFact.NETWORK_ACLS, Vector.empty())
        .with(TenantFact.CUSTOM_DOMAINS, Vector.empty())
        .with(TenantFact.LOG_STREAMS, Vector.empty())
        .with(TenantFact.ACTIONS, Vector.empty())
        .with(TenantFact.TOKEN_QUOTA, new TokenQuota(Option.none(), Option.none()))
        .with(TenantFact.TOKEN_LIMIT, 30);
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
    return before
        .withMethod(
            edits
                .get("token_endpoint_auth_method")
                .flatMap(
                    value ->
                        Vector.of(AuthenticationMethod.values())
                            .find(it -> value.equals(new Value.Text(it.word()))))
                .getOrElse(before.method()))
        .withIpHeaderTrusted(
            edits
                .get("is_token_endpoint_ip_header_trusted")
                .map(new Value.Flag(true)::equals)
                .getOrElse(before.ipHeaderTrusted()))
        .withGrants(
            edits
                .get("grant_types")
                .flatMap(
                    value ->
                        value instanceof Value.Texts(var texts)
                            ? Option.of(texts.toSet())
                            : Option.none())
                .getOrElse(before.grants()));
  }

  private static BruteForce edited(BruteForce before, Map<String, Value> edits) {
    BruteForce switched =
        before.withEnabled(
            edits.get("enabled").map(new Value.Flag(true)::equals).getOrElse(before.enabled()));
    return edits
        .get("max_attempts")
        .flatMap(
            value ->
                value instanceof Value.Count(var number)
                    ? Option.of(switched.withMaxAttempts((int) number))
                    : Option.none())
        .getOrElse(switched);
  }

  /** Adds events to the log, in any order. */
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
