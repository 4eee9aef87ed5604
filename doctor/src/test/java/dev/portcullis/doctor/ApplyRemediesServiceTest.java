package dev.portcullis.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.doctor.ApplyRemediesUseCase.Made;
import dev.portcullis.doctor.ApplyRemediesUseCase.Plan;
import dev.portcullis.doctor.check.Finding;
import dev.portcullis.doctor.check.Given;
import dev.portcullis.doctor.check.Selection;
import dev.portcullis.doctor.port.Progress;
import dev.portcullis.doctor.port.TenantLogs;
import dev.portcullis.doctor.remedy.Change;
import dev.portcullis.doctor.tenant.TenantFact;
import dev.portcullis.doctor.tenant.TenantSnapshot;
import dev.portcullis.doctor.tenant.TenantSnapshot.BruteForce;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApplyRemediesServiceTest {

  private final List<Change> made = new ArrayList<>();
  private final ApplyRemediesUseCase remedies =
      new ApplyRemediesService(
          Given.EXPECTED,
          subject ->
              TenantSnapshot.unread(Given.NO_SCOPE)
                  .with(
                      TenantFact.APPLICATION,
                      Option.of(Given.APPLICATION.withIpHeaderTrusted(false).withFirstParty(false)))
                  .with(TenantFact.BRUTE_FORCE, BruteForce.of(false, HashSet.of("block"))),
          TenantLogs.without(Given.NO_SCOPE),
          change -> {
            made.add(change);
            return Option.when(made.size() == 1, "refused");
          },
          () -> Given.NOW);

  @Test
  void the_plan_changes_nothing_and_contains_what_is_left() {
    Plan plan = remedies.plan(Selection.ALL);

    assertThat(made).isEmpty();
    assertThat(plan.changes().map(Change::subject))
        .containsExactly("application Login gateway (client)", "brute force protection");
    assertThat(plan.left().map(it -> it.check().id()))
        .contains("first-party", "connection", "bot-detection")
        .doesNotContain("trust-header", "clock", "log-logins", "canary-login");
  }

  @Test
  void only_what_is_selected_is_planned() {
    Plan plan = remedies.plan(Selection.only("trust-header", "first-party"));

    assertThat(plan.changes().map(Change::subject))
        .containsExactly("application Login gateway (client)");
    assertThat(plan.left().map(Finding::check)).isEqualTo(Checks.of(Selection.only("first-party")));
  }

  @Test
  void each_change_is_made_once_and_a_failure_does_not_prevent_the_next() {
    Seq<Change> changes = remedies.plan(Selection.ALL).changes();
    List<String> progress = new ArrayList<>();

    Seq<Made> results = remedies.make(changes, progress::add);

    assertThat(made).isEqualTo(changes.asJava());
    assertThat(results.map(Made::problem)).containsExactly(Option.of("refused"), Option.none());
    assertThat(progress)
        .containsExactly(
            "changing application Login gateway (client)", "changing brute force protection");
  }

  @Test
  void nothing_to_change_makes_no_call() {
    assertThat(remedies.make(Vector.empty(), Progress.SILENT)).isEmpty();
    assertThat(made).isEmpty();
  }
}
