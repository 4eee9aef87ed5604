package dev.portcullis.emulator.token;

import dev.portcullis.emulator.http.Handler;
import dev.portcullis.emulator.http.Reply;
import dev.portcullis.emulator.http.Request;
import dev.portcullis.emulator.token.AccessTokens.Holder;
import dev.portcullis.emulator.users.UserStore;
import java.util.Optional;

/** {@code GET} and {@code POST /userinfo}: what the scope of an access token tells of its user. */
final class UserInfo implements Handler {

  private final AccessTokens accessTokens;
  private final UserStore users;

  UserInfo(AccessTokens accessTokens, UserStore users) {
    this.accessTokens = accessTokens;
    this.users = users;
  }

  @Override
  public Reply handle(Request request) {
    Optional<Holder> holder = request.bearerToken().flatMap(accessTokens::holder);
    return holder
        .flatMap(found -> users.byId(found.userId()))
        .map(user -> Reply.json(200, Claims.of(user, holder.orElseThrow().scope())))
        .orElseGet(
            () ->
                Reply.of(401, "text/plain; charset=utf-8", "Unauthorized")
                    .with("WWW-Authenticate", "Bearer error=\"invalid_token\""));
  }
}
