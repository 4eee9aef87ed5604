package dev.portcullis.spring.moved;

import com.auth0.client.auth.AuthAPI;
import com.auth0.exception.APIException;
import com.auth0.exception.Auth0Exception;
import com.auth0.net.TokenRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A login by auth0-java, as docs/how-to/move-from-auth0-java.md starts from. */
final class WithAuth0Java {

  private WithAuth0Java() {}

  // region: before
  @RestController
  static class Logins {

    private final AuthAPI auth0;

    Logins(AuthAPI auth0) {
      this.auth0 = auth0;
    }

    @PostMapping("/login")
    ResponseEntity<Map<String, String>> logIn(
        @RequestParam String username, @RequestParam String password, HttpServletRequest request)
        throws Auth0Exception {
      TokenRequest login = auth0.login(username, password.toCharArray());
      login.addHeader("auth0-forwarded-for", request.getRemoteAddr());
      try {
        return ResponseEntity.ok(
            Map.of("access_token", login.execute().getBody().getAccessToken()));
      } catch (APIException refused) {
        return ResponseEntity.status(refused.getStatusCode())
            .body(Map.of("error", refused.getError()));
      }
    }
  }
  // end
}
