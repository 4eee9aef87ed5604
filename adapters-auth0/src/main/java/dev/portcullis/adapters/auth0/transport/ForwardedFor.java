package dev.portcullis.adapters.auth0.transport;

import dev.portcullis.domain.address.ClientAddress;
import feign.Request;
import io.vavr.control.Option;

/**
 * The end user's address of a token request, which Auth0 reads from the header {@value #HEADER}. It
 * bypasses Feign's templates as the options of the call, because a header in a template costs more
 * than the rest of Feign.
 */
public final class ForwardedFor extends Request.Options {

  public static final String HEADER = "auth0-forwarded-for";

  /** No end user, so no header. */
  public static final ForwardedFor NONE = new ForwardedFor(Option.none());

  private final Option<String> address;

  private ForwardedFor(Option<String> address) {
    this.address = address;
  }

  public static ForwardedFor of(ClientAddress client) {
    return new ForwardedFor(Option.some(client.toString()));
  }

  Option<String> address() {
    return address;
  }

  /** The same for every method; Feign's own options are stored by thread name. */
  @Override
  public Request.Options getMethodOptions(String methodName) {
    return this;
  }
}
