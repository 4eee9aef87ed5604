package dev.portcullis.bootstrap.address;

import dev.portcullis.domain.address.AddressResolution;
import dev.portcullis.domain.address.AddressResolver;
import dev.portcullis.domain.address.AddressTrace;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.ProxyProtocolPolicy;
import dev.portcullis.domain.address.ProxyHeader;
import dev.portcullis.domain.address.ProxyProtocol;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.address.RequestOrigin;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;

/**
 * How a gateway would decide the address of a request.
 *
 * @param trace the steps of the decision; empty if the connection is closed before any request
 */
public record Answer(AddressResolution resolution, Option<AddressTrace> trace) {

  /** Decides as a listener with this policy would. */
  public static Answer of(ClientAddressPolicy policy, Question question) {
    AddressResolver resolver = new AddressResolver(policy);
    return proxyHeader(policy, resolver, question)
        .fold(
            reason -> new Answer(new AddressResolution.Rejected(reason), Option.none()),
            header -> {
              AddressResolver.Explanation explanation =
                  resolver.explain(
                      new RequestOrigin(
                          question.peer(),
                          header,
                          question.certificate(),
                          name -> lines(question, name)));
              return new Answer(explanation.resolution(), Option.of(explanation.trace()));
            });
  }

  private static Vector<String> lines(Question question, String name) {
    return question
        .headers()
        .filter(line -> line.name().equalsIgnoreCase(name))
        .map(Question.HeaderLine::value)
        .toVector();
  }

  private static Validation<RejectionReason, Option<ProxyHeader>> proxyHeader(
      ClientAddressPolicy policy, AddressResolver resolver, Question question) {
    if (policy.proxyProtocol().isEmpty()) {
      return Validation.valid(Option.none());
    }
    if (!resolver.mayAnnounce(question.peer())) {
      return Validation.invalid(RejectionReason.PROXY_UNTRUSTED_PEER);
    }
    ProxyProtocolPolicy rules = policy.proxyProtocol().get();
    byte[] bytes = question.proxyHeader().map(Question.Bytes::get).getOrElse(new byte[0]);
    return switch (ProxyProtocol.read(bytes, bytes.length, rules.versions(), rules.maxBytes())) {
      case ProxyProtocol.Reading.Whole(var header, var length) ->
          Validation.valid(Option.of(header));
      case ProxyProtocol.Reading.Refused(var reason) -> Validation.invalid(reason);
      // There are no more bytes: a real listener would wait, and close.
      case ProxyProtocol.Reading.More(var atLeast) ->
          Validation.invalid(
              bytes.length == 0 ? RejectionReason.PROXY_MISSING : RejectionReason.PROXY_TIMEOUT);
    };
  }

  /** Whether it is the load balancer's own connection, which is accepted and has no address. */
  public boolean isWithoutAddress() {
    return resolution.equals(new AddressResolution.Rejected(RejectionReason.PROXY_NO_ADDRESS));
  }
}
