package com.example.login;

import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.embed.Journals;
import dev.portcullis.embed.Origins;
import dev.portcullis.embed.Portcullis;
import dev.portcullis.embed.Refusal;
import io.vavr.control.Either;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs one user in and prints the outcome; the password is the first line of standard input. */
public final class FirstLogin {

  private static final Logger LOG = LoggerFactory.getLogger("login");

  private FirstLogin() {}

  /** The user name is the only argument. */
  public static void main(String[] arguments) throws IOException {
    // A request as your server would have received it, through a proxy on this machine.
    // region: request
    SocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
    Map<String, List<String>> headers = Map.of("X-Forwarded-For", List.of("203.0.113.7"));
    // end

    System.out.println(
        logIn(
            Settings.auth0(System.getenv()),
            Settings.addresses(),
            arguments[0],
            passwordFrom(System.in),
            peer,
            headers));
  }

  static String logIn(
      Auth0Settings tenant,
      ClientAddressPolicy addresses,
      String username,
      String password,
      SocketAddress peer,
      Map<String, List<String>> headers) {
    // region: first-login
    try (Portcullis gate =
        Portcullis.builder()
            .auth0(tenant)
            .addresses(addresses)
            .journal(Journals.slf4j(LOG))
            .build()) {

      Either<Refusal, LoginOutcome> answer =
          gate.logIn(username, password, Origins.of(peer, headers));

      return answer.fold(refusal -> "refused: " + refusal, outcome -> outcome.code().word());
    }
    // end
  }

  private static String passwordFrom(InputStream in) throws IOException {
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    return Objects.requireNonNullElse(reader.readLine(), "");
  }
}
