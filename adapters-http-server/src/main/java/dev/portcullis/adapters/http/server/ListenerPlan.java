package dev.portcullis.adapters.http.server;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.domain.address.CertificateName;
import dev.portcullis.domain.address.ClientAddressPolicy.ProxyProtocolPolicy;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RejectionReason;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What one listener serves, and within which limits.
 *
 * @param listener where it listens
 * @param limits what a connection may take
 * @param api answers its requests
 * @param trusted whether a peer, whose certificate has these names, is one proxy for many users, so
 *     that limits by address do not apply
 * @param proxy how connections start, called once for each; none for HTTP from the first byte
 * @param refused told what the server refuses without a reply; {@link HttpApi#refuse} records what
 *     it replies to itself
 */
record ListenerPlan(
    HttpSettings.Listener listener,
    HttpLimits limits,
    HttpApi api,
    BiPredicate<Peer, Seq<CertificateName>> trusted,
    Supplier<Option<ProxyGate>> proxy,
    Consumer<HttpRefusal> refused) {

  /**
   * Connections start with a PROXY header.
   *
   * @param policy versions, size and time
   * @param mayAnnounce whether a peer may send one; any other is closed unread
   * @param closed told of each connection that is closed for its header
   */
  record ProxyGate(
      ProxyProtocolPolicy policy,
      Predicate<Peer> mayAnnounce,
      BiConsumer<Peer, RejectionReason> closed) {}
}
