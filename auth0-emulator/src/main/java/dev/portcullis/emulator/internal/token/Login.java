package dev.portcullis.emulator.internal.token;

import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.tenant.Api;
import dev.portcullis.emulator.tenant.Application;
import java.util.List;
import java.util.Optional;

/** An authenticated user, and what the application is granted. */
record Login(
    Application application,
    User user,
    Optional<Api> api,
    List<String> requested,
    List<String> granted) {

  String audience() {
    return api.map(Api::identifier).orElse("");
  }
}
