package dev.portcullis.testkit.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.doctor.port.TenantEditor;
import dev.portcullis.doctor.port.TenantReader;
import dev.portcullis.doctor.port.TenantReader.Subject;
import dev.portcullis.doctor.remedy.Change;
import dev.portcullis.doctor.remedy.Change.Patch;
import dev.portcullis.doctor.remedy.Change.Target;
import dev.portcullis.doctor.remedy.Edit;
import dev.portcullis.doctor.remedy.Edit.Value;
import dev.portcullis.doctor.tenant.TenantFact;
import dev.portcullis.doctor.tenant.TenantSnapshot;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link TenantEditor}, checked with a reader of the same tenant; the tenant is
 * that of {@link TenantReaderContract}.
 */
public interface TenantEditorContract {

  /** An editor that may change everything. */
  TenantEditor editor();

  /** An editor of the same tenant that may change nothing. */
  TenantEditor forbidden();

  TenantReader reader();

  /** The id of the application. */
  String clientId();

  @Test
  default void attributes_that_go_together_are_changed_together() {
    Change change =
        application(
            new Edit(
                "token_endpoint_auth_method",
                new Value.Text("client_secret_post"),
                new Value.Text("client_secret_basic")),
            new Edit(
                "is_token_endpoint_ip_header_trusted",
                new Value.Flag(true),
                new Value.Flag(false)));

    Option<String> problem = editor().make(change);

    assertThat(problem).isEmpty();
    TenantSnapshot.Application after = snapshot().get(TenantFact.APPLICATION).get().get();
    assertThat(after.method()).isEqualTo(TenantSnapshot.AuthenticationMethod.CLIENT_SECRET_BASIC);
    assertThat(after.ipHeaderTrusted()).isFalse();
  }

  @Test
  default void a_list_is_replaced() {
    Value.Texts after = new Value.Texts(Vector.of("password", "refresh_token"));

    Option<String> problem =
        editor().make(application(new Edit("grant_types", new Value.Unset(), after)));

    assertThat(problem).isEmpty();
    assertThat(snapshot().get(TenantFact.APPLICATION).get().get().grants())
        .containsExactlyInAnyOrder("password", "refresh_token");
  }

  @Test
  default void a_part_of_attack_protection_keeps_what_is_not_named() {
    TenantSnapshot.BruteForce before = snapshot().get(TenantFact.BRUTE_FORCE).get();

    Option<String> problem =
        editor()
            .make(
                new Patch(
                    Target.OfProtection.BRUTE_FORCE,
                    Vector.of(new Edit("max_attempts", new Value.Unset(), new Value.Count(7)))));

    assertThat(problem).isEmpty();
    assertThat(snapshot().get(TenantFact.BRUTE_FORCE).get()).isEqualTo(before.withMaxAttempts(7));
  }

  @Test
  default void a_change_made_twice_is_the_same_as_once() {
    Change change =
        application(
            new Edit(
                "grant_types", new Value.Unset(), new Value.Texts(Vector.of("refresh_token"))));
    editor().make(change);
    TenantSnapshot once = snapshot();

    Option<String> problem = editor().make(change);

    assertThat(problem).isEmpty();
    assertThat(snapshot()).isEqualTo(once);
  }

  @Test
  default void an_application_that_does_not_exist_is_not_changed() {
    Option<String> problem =
        editor()
            .make(
                new Patch(
                    new Target.OfApplication("nobody", "nobody"),
                    Vector.of(
                        new Edit(
                            "is_token_endpoint_ip_header_trusted",
                            new Value.Flag(true),
                            new Value.Flag(false)))));

    assertThat(problem).isNotEmpty();
  }

  @Test
  default void what_may_not_be_changed_stays_and_the_scope_is_named() {
    TenantSnapshot before = snapshot();

    Option<String> problem =
        forbidden()
            .make(
                application(
                    new Edit(
                        "is_token_endpoint_ip_header_trusted",
                        new Value.Flag(true),
                        new Value.Flag(false))));

    assertThat(problem.get()).contains("update:clients");
    assertThat(snapshot()).isEqualTo(before);
  }

  private Change application(Edit... edits) {
    return new Patch(new Target.OfApplication(clientId(), "Login gateway"), Vector.of(edits));
  }

  private TenantSnapshot snapshot() {
    return reader()
        .read(new Subject(clientId(), Option.none(), Option.of("https://api.example.com")));
  }
}
