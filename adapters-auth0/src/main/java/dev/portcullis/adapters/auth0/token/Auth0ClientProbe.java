package dev.portcullis.adapters.auth0.token;

import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.transport.Calls;
import dev.portcullis.adapters.auth0.transport.ForwardedFor;
import dev.portcullis.adapters.auth0.transport.HttpCoreClient;
import dev.portcullis.domain.outcome.ProviderFault;
import io.vavr.collection.Seq;
import java.time.InstantSource;

/**
 * Finds out whether the tenant accepts the application's secret, by a request that is no login. It
 * opens the connection that the next login uses.
 */
public final class Auth0ClientProbe {

  private final HttpCoreClient http;
  private final Auth0Settings settings;
  private final InstantSource time;

  public Auth0ClientProbe(HttpCoreClient http, Auth0Settings settings, InstantSource time) {
    this.http = http;
    this.settings = settings;
    this.time = time;
  }

  /**
   * Tries secrets, in this order, until one is accepted, or one of them cannot be tried.
   *
   * @param candidates at least one
   */
  public ClientProof prove(Seq<ClientSecret> candidates) {
    ClientProof proof = prove(candidates.head());
    int which = 0;
    while (proof instanceof ClientProof.Refused && which < candidates.size() - 1) {
      which++;
      proof = prove(candidates.get(which));
    }
    return proof instanceof ClientProof.Accepted ? new ClientProof.Accepted(which) : proof;
  }

  /** One secret; once more if nothing was sent, because a process's first connection is slow. */
  private ClientProof prove(ClientSecret secret) {
    Auth0TokenApi api = Auth0TokenApi.of(http, new TokenForm(settings, () -> secret));
    ClientProof first = ask(api);
    return first instanceof ClientProof.Unknown(var why) && why instanceof ProviderFault.Unreachable
        ? ask(api)
        : first;
  }

  private ClientProof ask(Auth0TokenApi api) {
    return Calls.<ClientProof>answered(
            () -> api.token(new TokenRequest.Probe(), ForwardedFor.NONE),
            reply -> ClientAnswers.read(reply, time.instant()),
            ClientProof.Unknown::new)
        .answer();
  }
}
