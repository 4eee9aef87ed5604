package dev.portcullis.adapters.http.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.intake.AddressSettings.TraceMode;
import dev.portcullis.application.journal.AddressDecision;
import dev.portcullis.domain.address.AddressResolution;
import dev.portcullis.domain.address.AddressResolution.Rejected;
import dev.portcullis.domain.address.AddressResolution.Resolved;
import dev.portcullis.domain.address.AddressSource;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.IpRange;
import dev.portcullis.domain.address.IpRangeSet;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.testkit.fake.RecordingJournal;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ClientAddressesTest {

  private static final RequestId ID = new RequestId("request-1");
  private static final RequestOrigin GOOD = from("127.0.0.1", "203.0.113.9, 203.0.113.8");
  private static final RequestOrigin BAD = from("127.0.0.1", "203.0.113.9, unknown");

  private final RecordingJournal journal = new RecordingJournal();

  @ParameterizedTest
  @CsvSource({"OFF, 0, 0", "REJECTED, 0, 1", "ALL, 1, 1"})
  void what_is_traced_is_what_the_mode_says(TraceMode mode, int good, int bad) {
    ClientAddresses addresses = addresses(mode);

    addresses.resolve(GOOD, ID);
    int ofGood = journal.decisions().size();
    addresses.resolve(BAD, ID);

    assertThat(ofGood).isEqualTo(good);
    assertThat(journal.decisions()).hasSize(good + bad);
  }

  @Test
  void of_a_sample_one_in_a_hundred_is_traced() {
    ClientAddresses addresses = addresses(TraceMode.SAMPLED);

    for (int i = 0; i < 301; i++) {
      addresses.resolve(GOOD, new RequestId("request-" + i));
    }

    assertThat(journal.decisions())
        .extracting(decision -> decision.id().value())
        .containsExactly("request-0", "request-100", "request-200", "request-300");
  }

  @Test
  void a_trace_says_which_settings_decided_and_how() {
    ClientAddresses addresses = addresses(TraceMode.ALL);

    AddressResolution resolution = addresses.resolve(GOOD, ID);

    AddressDecision decision = journal.decisions().getFirst();
    assertThat(decision.id()).isEqualTo(ID);
    assertThat(decision.listener()).isEqualTo("web");
    assertThat(decision.version()).isEqualTo("v1");
    assertThat(decision.source()).isEqualTo(new AddressSource.XForwardedFor());
    assertThat(decision.resolution()).isEqualTo(resolution);
    assertThat(decision.trace().steps()).hasSize(2);
    assertThat(decision.trace().unread()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void without_a_trace_a_header_is_read_once(TraceMode mode) {
    AtomicInteger reads = new AtomicInteger();
    RequestOrigin counting =
        new RequestOrigin(
            GOOD.peer(),
            Option.none(),
            name -> {
              reads.addAndGet(name.equals("X-Forwarded-For") ? 1 : 0);
              return GOOD.headers().named(name);
            });

    addresses(mode).resolve(counting, ID);

    boolean traced = mode == TraceMode.ALL || mode == TraceMode.SAMPLED;
    assertThat(reads.get()).isEqualTo(traced ? 2 : 1);
  }

  @Test
  void a_journal_that_fails_changes_no_decision() {
    ClientAddresses addresses =
        new ClientAddresses(
            "web",
            new AddressSettings(xff(), "v1", TraceMode.ALL, Option.of(narrow())),
            event -> {
              throw new IllegalStateException("the disk is full");
            });

    assertThat(client(addresses.resolve(GOOD, ID))).isEqualTo("203.0.113.8");
    assertThat(addresses.resolve(BAD, ID))
        .isEqualTo(new Rejected(RejectionReason.UNIDENTIFIED_ENTRY));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.9, 203.0.113.8 | 203.0.113.8        | resolved           | other-address",
        "203.0.113.8              | 203.0.113.8        | resolved           | all-trusted",
        "203.0.113.9,, 203.0.113.8| 203.0.113.8        | resolved           | empty-entry",
        "203.0.113.9, 127.0.0.2   | 203.0.113.9        |                    | ",
        "203.0.113.9, unknown     | unidentified-entry |                    | ",
        "127.0.0.2                | all-trusted        |                    | ",
        "10.0.0.1                 | reserved-result    | reserved-result    | all-trusted",
        "203.0.113.9, 10.0.0.1    | reserved-result    | reserved-result    | resolved",
      })
  void a_candidate_is_compared_and_never_answers(
      String header, String answer, String actual, String candidate) {
    ClientAddresses addresses = comparing(TraceMode.OFF, candidate());

    String given = client(addresses.resolve(from("127.0.0.1", header), ID));

    assertThat(given).isEqualTo(answer);
    assertThat(journal.differences())
        .extracting(it -> it.actualWord() + " " + it.candidateWord())
        .isEqualTo(actual == null ? List.of() : List.of(actual + " " + candidate));
  }

  @Test
  void a_disagreement_shows_both_ways() {
    ClientAddresses addresses = comparing(TraceMode.OFF, candidate());

    addresses.resolve(GOOD, ID);

    var disagreement = journal.differences().getFirst();
    assertThat(disagreement.actual().trace().steps()).hasSize(2);
    assertThat(disagreement.candidate().get().trace().steps()).hasSize(3);
    assertThat(disagreement.candidate().get().version()).isEqualTo("v1");
  }

  @Test
  void a_defect_of_the_candidate_fails_no_request() {
    ClientAddresses addresses =
        comparing(TraceMode.ALL, xff().withSource(new AddressSource.Forwarded()));
    RequestOrigin broken =
        new RequestOrigin(
            GOOD.peer(),
            Option.none(),
            name -> {
              if (name.equals("Forwarded")) {
                throw new IllegalStateException("a defect");
              }
              return GOOD.headers().named(name);
            });

    String given = client(addresses.resolve(broken, ID));

    assertThat(given).isEqualTo("203.0.113.8");
    assertThat(journal.differences())
        .extracting(it -> it.actualWord() + " " + it.candidateWord())
        .containsExactly("resolved defect");
  }

  @Test
  void settings_can_be_replaced_with_their_trace_and_candidate_kept_or_not() {
    ClientAddresses addresses = comparing(TraceMode.ALL, candidate());

    addresses.replace(narrow(), "v2");
    AddressSettings afterPolicy = addresses.settings();
    addresses.replace(new AddressSettings(xff(), "v3", TraceMode.OFF, Option.none()));

    assertThat(afterPolicy)
        .isEqualTo(new AddressSettings(narrow(), "v2", TraceMode.ALL, Option.of(candidate())));
    assertThat(addresses.settings().version()).isEqualTo("v3");
    assertThat(addresses.settings().candidate()).isEmpty();
  }

  /**
   * Version a takes the last hop for the user and version b the one before it, so a decision that
   * mixed the two would show: its trace, version and address would not fit.
   */
  @Test
  void under_replacement_every_request_is_decided_by_one_snapshot() throws Exception {
    ClientAddresses addresses =
        new ClientAddresses(
            "web", new AddressSettings(xff(), "a", TraceMode.ALL, Option.of(xff())), journal);
    Callable<Boolean> replaceAndAsk =
        () -> {
          for (int i = 0; i < 1000; i++) {
            boolean b = i % 3 == 0;
            ClientAddressPolicy policy = b ? candidate() : xff();
            addresses.replace(
                new AddressSettings(policy, b ? "b" : "a", TraceMode.ALL, Option.of(policy)));
            addresses.resolve(GOOD, ID);
          }
          return true;
        };

    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Boolean> done : threads.invokeAll(Collections.nCopies(8, replaceAndAsk))) {
        assertThat(done.get()).isTrue();
      }
    }

    Set<String> seen =
        journal.decisions().stream()
            .map(
                it ->
                    it.version() + " " + client(it.resolution()) + " " + it.trace().steps().size())
            .collect(Collectors.toSet());
    assertThat(journal.decisions()).hasSize(8000);
    assertThat(seen).containsExactlyInAnyOrder("a 203.0.113.8 2", "b 203.0.113.9 3");
    assertThat(journal.differences()).isEmpty();
  }

  private ClientAddresses addresses(TraceMode mode) {
    return new ClientAddresses(
        "web", new AddressSettings(xff(), "v1", mode, Option.none()), journal);
  }

  private ClientAddresses comparing(TraceMode mode, ClientAddressPolicy candidate) {
    return new ClientAddresses(
        "web", new AddressSettings(xff(), "v1", mode, Option.of(candidate)), journal);
  }

  /** Trusts one proxy more than the settings in force. */
  private static ClientAddressPolicy candidate() {
    return xff().withTrustedProxies(ranges("127.0.0.0/8", "203.0.113.8/32", "10.0.0.0/8"));
  }

  /** Trusts no peer. */
  private static ClientAddressPolicy narrow() {
    return xff().withTrustedProxies(ranges("192.0.2.0/24"));
  }

  private static String client(AddressResolution resolution) {
    return switch (resolution) {
      case Resolved(var address, var via) -> address.toString();
      case Rejected(var reason) -> reason.code();
    };
  }

  private static RequestOrigin from(String peer, String forwardedFor) {
    return RequestOrigin.of(
        new Peer.Inet(IpAddress.parse(peer).get()),
        name -> name.equals("X-Forwarded-For") ? Vector.of(forwardedFor) : Vector.empty());
  }

  private static ClientAddressPolicy xff() {
    return ClientAddressPolicy.behind(ranges("127.0.0.0/8"))
        .withPrivateResult(
            new PrivateResult.AllowOnly(
                ranges("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")));
  }

  private static IpRangeSet ranges(String... texts) {
    return IpRangeSet.of(Vector.of(texts).map(text -> IpRange.parse(text).get()));
  }
}
