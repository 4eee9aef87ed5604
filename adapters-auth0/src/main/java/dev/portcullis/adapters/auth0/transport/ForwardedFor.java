package dev.portcullis.adapters.auth0.transport;

import dev.portcullis.domain.address.ClientAddress;
import feign.Request;
import io.vavr.control.Option;

/**
 * For whom a token request is made: the end user's address, which Auth0 takes from a header. It
 * goes past Feign's templates as the options of the call, for a header through a template costs
 * more than all the rest of Feign.
 */
public final class ForwardedFor extends Request.Options {

  public static final String HEADER = "auth0-forwarded-for";

  /** No end user, and no header. */
  public static final ForwardedFor NOBODY = new ForwardedFor(Option.none());

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

  /** The same for every method; Feign's own looks them up by the thread's name. */
  @Override
  public Request.Options getMethodOptions(String methodName) {
    return this;
  }
}
