package dev.portcullis.embed;

import static dev.portcullis.embed.Gates.fromNowhere;
import static dev.portcullis.embed.Gates.gate;
import static dev.portcullis.embed.Gates.settings;
import static dev.portcullis.embed.Gates.userAt;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.LEAKY;
import static dev.portcullis.emulator.tenant.DemoTenant.LEAKY_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.Auth0Transport;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.http.exchange.FieldProblem;
import dev.portcullis.application.mfa.CompleteMfaUseCase;
import dev.portcullis.application.provider.Provider;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.login.Requester;
import dev.portcullis.domain.mfa.MfaAttempt;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.mfa.MfaProof;
import dev.portcullis.domain.mfa.OneTimePassword;
import dev.portcullis.domain.mfa.PendingLogin;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import dev.portcullis.domain.reset.ResetOutcome;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.Renewal;
import dev.portcullis.domain.session.Revocation;
import dev.portcullis.domain.session.RevokeOutcome;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.embed.StubTenant.Answer;
import dev.portcullis.emulator.junit.Auth0Tenant;
import dev.portcullis.emulator.junit.EmulatedTenant;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.testkit.fake.RecordingJournal;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Auth0Tenant
@Timeout(60)
class PortcullisTest {

  private static final String USER = "203.0.113.7";
  private static final Auth0Transport SHORT =
      Auth0Transport.defaults().withTimeouts(Duration.ofMillis(500), Duration.ofSeconds(1));

  @Test
  void a_login_reaches_the_tenant_once_with_the_users_address(EmulatedTenant tenant) {
    try (Portcullis gate = gate(settings(tenant)).build()) {
      Either<Refusal, LoginOutcome> answer = gate.logIn(ALICE, ALICE_PASSWORD, userAt(USER));

      assertThat(answer.get()).isInstanceOf(LoginOutcome.Granted.class);
      assertThat(tenant).receivedLogins(1).hasLogged("sepft").from(USER).times(1);
    }
  }

  @Test
  void a_wrong_password_is_an_outcome(EmulatedTenant tenant) {
    try (Portcullis gate = gate(settings(tenant)).build()) {
      Either<Refusal, LoginOutcome> answer = gate.logIn(ALICE, "not hers", userAt(USER));

      assertThat(answer).isEqualTo(Either.right(new LoginOutcome.WrongCredentials()));
    }
  }

  @Test
  void an_address_that_cannot_be_known_is_refused_and_recorded(EmulatedTenant tenant) {
    RecordingJournal journal = new RecordingJournal();
    try (Portcullis gate = gate(settings(tenant)).journal(Journals.of(journal)).build()) {
      Either<Refusal, LoginOutcome> answer = gate.logIn(ALICE, ALICE_PASSWORD, fromNowhere());

      assertThat(answer)
          .isEqualTo(Either.left(new Refusal.AddressUnknown(RejectionReason.SOURCE_MISSING)));
      assertThat(tenant).receivedNothing();
      assertThat(journal.refusals())
          .singleElement()
          .satisfies(it -> assertThat(it.listener()).isEqualTo(Portcullis.USERS));
    }
  }

  @Test
  void input_that_cannot_be_submitted_is_refused_with_every_problem(EmulatedTenant tenant) {
    String tooLong = "secret".repeat(200);
    try (Portcullis gate = gate(settings(tenant)).build()) {
      Either<Refusal, LoginOutcome> answer = gate.logIn("", tooLong, userAt(USER));

      assertThat(((Refusal.InvalidInput) answer.getLeft()).problems().map(FieldProblem::field))
          .containsExactly("username", "password");
      assertThat(answer.toString()).doesNotContain("secret");
      assertThat(tenant).receivedNothing();
    }
  }

  @Test
  void a_leaked_password_sends_no_more_mails_than_the_reset_limit(EmulatedTenant tenant) {
    List<BreachOutcome> outcomes = new ArrayList<>();
    try (Portcullis gate = gate(settings(tenant)).build()) {
      for (int i = 0; i < 12; i++) {
        LoginOutcome outcome = gate.logIn(LEAKY, LEAKY_PASSWORD, userAt(USER)).get();
        outcomes.add(((LoginOutcome.PasswordLeaked) outcome).reset());
      }
    }

    assertThat(outcomes.subList(0, 3)).containsOnly(new BreachOutcome.ResetMailSent());
    assertThat(outcomes.subList(3, 12))
        .allMatch(outcome -> outcome instanceof BreachOutcome.TooManyResets);
    assertThat(tenant.mails())
        .filteredOn(mail -> mail.kind() == SentMail.Kind.PASSWORD_RESET)
        .hasSize(3);
  }

  @Test
  void one_login_can_try_five_codes(EmulatedTenant tenant) {
    try (Portcullis gate = gate(settings(tenant)).build()) {
      Requester requester = gate.requester(userAt(USER)).get();
      LoginOutcome.MfaRequired required =
          (LoginOutcome.MfaRequired) gate.logIn(MIA, MIA_PASSWORD, userAt(USER)).get();
      PendingLogin login = new PendingLogin(requester, required.token());

      List<MfaOutcome> outcomes =
          IntStream.range(0, 6)
              .mapToObj(i -> new MfaProof.Otp(new OneTimePassword("00000" + i)))
              .map(proof -> gate.secondFactors().verify(new MfaAttempt(login, proof)))
              .toList();

      assertThat(outcomes.subList(0, 5)).doesNotContain(new MfaOutcome.TooManyCodes());
      assertThat(outcomes.get(5)).isEqualTo(new MfaOutcome.TooManyCodes());
      assertThat(codesSubmitted(tenant)).isEqualTo(5);
    }
  }

  private static long codesSubmitted(EmulatedTenant tenant) {
    return tenant.received().stream()
        .filter(it -> it.grantType().orElse("").contains("mfa-otp"))
        .count();
  }

  @Test
  void tokens_are_renewed_and_revoked_and_a_reset_is_mailed(EmulatedTenant tenant) {
    Portcullis gate = gate(settings(tenant)).build();
    Requester requester = gate.requester(userAt(USER)).get();
    LoginOutcome.Granted granted =
        (LoginOutcome.Granted) gate.logIn(ALICE, ALICE_PASSWORD, userAt(USER)).get();
    RefreshToken token = granted.tokens().refreshToken().get();

    RefreshOutcome renewed = gate.renewals().renew(new Renewal(requester, token, Option.none()));
    RevokeOutcome revoked = gate.revocations().revoke(new Revocation(requester, token));
    RefreshOutcome after = gate.renewals().renew(new Renewal(requester, token, Option.none()));
    ResetOutcome reset =
        gate.resets().reset(new LoginSubject(requester, LoginIdentifier.of(ALICE).get()));
    gate.close();

    assertThat(renewed).isInstanceOf(RefreshOutcome.Renewed.class);
    assertThat(revoked).isInstanceOf(RevokeOutcome.Revoked.class);
    assertThat(after).isEqualTo(new RefreshOutcome.RefreshTokenInvalid());
    assertThat(reset).isEqualTo(new ResetOutcome.Accepted());
    assertThat(tenant).hasSent(SentMail.Kind.PASSWORD_RESET, ALICE);
  }

  @Test
  void a_wrong_client_secret_is_a_misconfiguration_whose_remedy_is_logged(EmulatedTenant tenant) {
    ListAppender<ILoggingEvent> events = new ListAppender<>();
    LoggerContext context = new LoggerContext();
    events.start();
    context.getLogger("acme").addAppender(events);
    Auth0Settings wrong =
        Auth0Settings.of(tenant.address(), tenant.clientId(), new ClientSecret("not-the-secret"));
    try (Portcullis gate = gate(wrong).journal(Journals.slf4j(context.getLogger("acme"))).build()) {
      LoginOutcome outcome = gate.logIn(ALICE, ALICE_PASSWORD, userAt(USER)).get();

      assertThat(outcome)
          .isInstanceOfSatisfying(
              LoginOutcome.Unanswered.class,
              it ->
                  assertThat(it.why())
                      .isInstanceOfSatisfying(
                          ProviderFault.Misconfigured.class,
                          fault ->
                              assertThat(fault.what())
                                  .isEqualTo(Misconfiguration.CLIENT_AUTHENTICATION)));
      assertThat(events.list)
          .singleElement()
          .satisfies(
              it ->
                  assertThat(it.getFormattedMessage() + it.getKeyValuePairs())
                      .contains("auth0.client-secret")
                      .doesNotContain(ALICE_PASSWORD, "not-the-secret", ALICE));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "SILENCE"})
  void a_login_is_submitted_once_and_ends_at_the_deadline_whatever_the_tenant_does(Answer answer)
      throws Exception {
    try (StubTenant tenant = StubTenant.that(answer);
        Portcullis gate = gate(settings(tenant.address()).withTransport(SHORT)).build()) {
      long start = System.nanoTime();
      LoginOutcome outcome = gate.logIn(ALICE, ALICE_PASSWORD, userAt(USER)).get();
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      NoAnswerFault expected =
          answer == Answer.NONE ? NoAnswerFault.CONNECTION_LOST : NoAnswerFault.TIMED_OUT;
      assertThat(outcome)
          .isEqualTo(new LoginOutcome.Unanswered(new ProviderFault.NoAnswer(expected)));
      assertThat(tenant.requests()).isEqualTo(1);
      assertThat(took).isLessThan(Duration.ofSeconds(10));
    }
  }

  /** What calls the gateway. */
  enum Threads {
    VIRTUAL,
    PLATFORM;

    ExecutorService executor() {
      return this == VIRTUAL
          ? Executors.newVirtualThreadPerTaskExecutor()
          : Executors.newFixedThreadPool(50);
    }
  }

  @ParameterizedTest
  @EnumSource
  void many_threads_log_in_at_once(Threads threads) throws Exception {
    try (StubTenant tenant = StubTenant.that(Answer.TOKENS);
        Portcullis gate = gate(settings(tenant.address())).build();
        ExecutorService executor = threads.executor()) {
      List<Future<LoginOutcome>> logins =
          IntStream.range(0, 200)
              .mapToObj(
                  i ->
                      executor.submit(
                          () -> gate.logIn("user-" + i, ALICE_PASSWORD, userAt(USER)).get()))
              .toList();

      for (Future<LoginOutcome> login : logins) {
        assertThat(login.get()).isInstanceOf(LoginOutcome.Granted.class);
      }
      assertThat(tenant.requests()).isEqualTo(200);
    }
  }

  @Test
  void use_after_close_says_so_and_closing_twice_has_no_effect(EmulatedTenant tenant) {
    Portcullis gate = gate(settings(tenant)).build();
    Requester requester = gate.requester(userAt(USER)).get();
    CompleteMfaUseCase mfa = gate.secondFactors();
    RefreshToken token = new RefreshToken("v1.token");

    gate.close();
    gate.close();

    List<Runnable> uses =
        List.of(
            () -> gate.logIn(ALICE, ALICE_PASSWORD, userAt(USER)),
            () -> gate.requester(userAt(USER)),
            () -> mfa.authenticators(new PendingLogin(requester, mfaToken())),
            () -> gate.renewals().renew(new Renewal(requester, token, Option.none())),
            () -> gate.revocations().revoke(new Revocation(requester, token)),
            () ->
                gate.resets().reset(new LoginSubject(requester, LoginIdentifier.of(ALICE).get())));
    assertThat(uses)
        .allSatisfy(
            use ->
                assertThatIllegalStateException()
                    .isThrownBy(use::run)
                    .withMessage("Portcullis acme is closed (expected: no use after close)"));
    assertThat(tenant).receivedNothing();
  }

  private static MfaToken mfaToken() {
    return new MfaToken("Fe26.token");
  }

  @Test
  void closing_waits_for_the_login_in_progress() throws Exception {
    RecordingJournal journal = new RecordingJournal();
    try (StubTenant tenant = StubTenant.that(Answer.TOKENS_WHEN_RELEASED);
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Portcullis gate = gate(settings(tenant.address())).journal(Journals.of(journal)).build();
      Future<LoginOutcome> login =
          executor.submit(() -> gate.logIn(ALICE, ALICE_PASSWORD, userAt(USER)).get());
      tenant.awaitRequest();
      Future<?> closing = executor.submit(gate::close);
      Thread.sleep(200);
      boolean closedEarly = closing.isDone();

      tenant.release();

      closing.get();
      assertThat(closedEarly).isFalse();
      assertThat(login.get()).isInstanceOf(LoginOutcome.Granted.class);
      assertThat(journal.logins()).hasSize(1);
    }
  }

  @Test
  void no_secret_is_in_a_text_or_an_exception(EmulatedTenant tenant) {
    StringWriter printed = new StringWriter();
    PrintWriter out = new PrintWriter(printed);
    Portcullis.Builder builder = gate(settings(tenant));
    out.println(builder);
    Portcullis closed = builder.build();
    out.println(closed);
    out.println(closed.logIn(ALICE, ALICE_PASSWORD, userAt(USER)));
    out.println(closed.logIn("", ALICE_PASSWORD, userAt(USER)));
    out.println(closed.logIn(ALICE, ALICE_PASSWORD, fromNowhere()));
    closed.close();
    printFailure(() -> closed.logIn(ALICE, ALICE_PASSWORD, userAt(USER)), out);
    Provider broken =
        Provider.of(
            (credentials, request, client) -> {
              throw new IllegalArgumentException("defect with " + credentials.password().reveal());
            },
            what -> "fix " + what);
    try (Portcullis gate =
        Portcullis.builder().provider(broken).addresses(Gates.BEHIND_LOOPBACK).build()) {
      printFailure(() -> gate.logIn(ALICE, ALICE_PASSWORD, userAt(USER)), out);
    }

    assertThat(printed.toString())
        .contains("Portcullis acme is closed", "a port threw java.lang.IllegalArgumentException")
        .doesNotContain(ALICE_PASSWORD, tenant.clientSecret(), ALICE, "eyJ");
  }

  private static void printFailure(Runnable use, PrintWriter out) {
    try {
      use.run();
      throw new AssertionError("did not fail");
    } catch (IllegalStateException e) {
      e.printStackTrace(out);
    }
  }
}
