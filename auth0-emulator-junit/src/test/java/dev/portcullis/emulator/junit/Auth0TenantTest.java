package dev.portcullis.emulator.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import dev.portcullis.emulator.junit.Auth0Tenant.Per;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

class Auth0TenantTest {

  /** Filled by the classes below, which only this test runs. */
  private static final Queue<EmulatedTenant> SEEN = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void forget() {
    SEEN.clear();
  }

  @Test
  void each_test_has_a_fresh_tenant_that_its_set_up_shares() {
    run(FreshCases.class).testEvents().assertStatistics(stats -> stats.succeeded(3).failed(0));

    assertThat(new HashSet<>(SEEN)).hasSize(3);
    assertThat(SEEN).allSatisfy(Auth0TenantTest::isStopped);
  }

  @Test
  void a_class_may_share_one_with_its_nested_classes() {
    run(SharedCases.class).testEvents().assertStatistics(stats -> stats.succeeded(4).failed(0));

    List<EmulatedTenant> seen = new ArrayList<>(SEEN);
    EmulatedTenant alone = seen.stream().filter(each -> each != seen.getFirst()).findAny().get();
    assertThat(new HashSet<>(seen)).containsExactlyInAnyOrder(seen.getFirst(), alone);
    assertThat(seen).filteredOn(each -> each == alone).hasSize(1);
    assertThat(SEEN).allSatisfy(Auth0TenantTest::isStopped);
  }

  @Test
  void tests_in_parallel_do_not_share() {
    run(ParallelCases.class).testEvents().assertStatistics(stats -> stats.succeeded(20).failed(0));

    assertThat(new HashSet<>(SEEN)).hasSize(20);
  }

  @Test
  void nothing_but_the_class_can_lend_a_tenant_to_before_all() {
    run(TooEarlyCases.class)
        .containerEvents()
        .assertThatEvents()
        .haveExactly(
            1,
            finishedWithFailure(
                instanceOf(ParameterResolutionException.class),
                message(text -> text.contains("@Auth0Tenant(Per.CLASS)"))));
  }

  @Test
  void a_failed_assertion_fails_the_test_with_what_was_there() {
    run(FailingCases.class)
        .testEvents()
        .assertThatEvents()
        .haveExactly(
            1,
            finishedWithFailure(
                instanceOf(AssertionError.class),
                message(text -> text.contains("Logins: expected 1, but was 0: none"))));
  }

  private static EngineExecutionResults run(Class<?> cases) {
    return EngineTestKit.engine(new JupiterTestEngine())
        .selectors(DiscoverySelectors.selectClass(cases))
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
        .execute();
  }

  private static void isStopped(EmulatedTenant tenant) {
    assertThatThrownBy(() -> Login.to(tenant).submit("alice@example.com", "wrong", "192.0.2.1"))
        .hasCauseInstanceOf(ConnectException.class);
  }

  @Auth0Tenant
  static class FreshCases {

    private final EmulatedTenant mine;

    FreshCases(EmulatedTenant tenant) {
      mine = tenant;
    }

    @BeforeEach
    void prepare(EmulatedTenant tenant) {
      assertThat(tenant).isSameAs(mine);
      assertThat(tenant).receivedNothing();
    }

    @RepeatedTest(2)
    void one(EmulatedTenant tenant) {
      see(tenant);
    }

    @Nested
    class Inner {

      @Test
      void two(EmulatedTenant tenant) {
        see(tenant);
      }
    }

    private void see(EmulatedTenant tenant) {
      assertThat(tenant).isSameAs(mine);
      Login.to(tenant).submit("alice@example.com", "wrong", "192.0.2.1");
      SEEN.add(tenant);
    }
  }

  @Auth0Tenant(Per.CLASS)
  static class SharedCases {

    @BeforeAll
    static void prepare(EmulatedTenant tenant) {
      SEEN.add(tenant);
    }

    @Test
    void one(EmulatedTenant tenant) {
      SEEN.add(tenant);
    }

    @Auth0Tenant
    @Test
    void one_of_its_own(EmulatedTenant tenant) {
      SEEN.add(tenant);
    }

    @Nested
    class Inner {

      @RepeatedTest(2)
      void two(EmulatedTenant tenant) {
        SEEN.add(tenant);
      }
    }
  }

  @Auth0Tenant
  @Execution(ExecutionMode.CONCURRENT)
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class ParallelCases {

    @RepeatedTest(20)
    void one(EmulatedTenant tenant) {
      assertThat(tenant).receivedNothing();
      Login.to(tenant).submit("alice@example.com", "wrong", "192.0.2.1");
      assertThat(tenant).receivedLogins(1);
      SEEN.add(tenant);
    }
  }

  @Auth0Tenant
  static class TooEarlyCases {

    @BeforeAll
    static void prepare(EmulatedTenant tenant) {
      SEEN.add(tenant);
    }

    @Test
    void one() {}
  }

  @Auth0Tenant
  static class FailingCases {

    @Test
    void one(EmulatedTenant tenant) {
      assertThat(tenant).receivedLogins(1);
    }
  }
}
