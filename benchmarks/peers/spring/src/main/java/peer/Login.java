package peer;

import com.auth0.client.auth.AuthAPI;
import com.auth0.exception.Auth0Exception;
import com.auth0.json.auth.TokenHolder;
import com.auth0.net.client.DefaultHttpClient;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A login by Spring Boot and Auth0's own library, with the defaults of both. */
@SpringBootApplication
@RestController
public class Login {

  private final AuthAPI auth0;

  /** With {@code pool} above 0 the library gets an HTTP client that keeps that many connections. */
  public Login(
      @Value("${upstream}") String upstream,
      @Value("${client.id}") String id,
      @Value("${client.secret}") String secret,
      @Value("${pool}") int pool) {
    auth0 =
        AuthAPI.newBuilder(upstream, id, secret)
            .withHttpClient(
                pool > 0 ? new PooledHttpClient(pool) : DefaultHttpClient.newBuilder().build())
            .build();
  }

  @PostMapping("/api/auth")
  Map<String, Object> logIn(
      @RequestParam String username, @RequestParam String password, HttpServletRequest request)
      throws Auth0Exception {
    TokenHolder tokens =
        (TokenHolder)
            auth0
                .login(username, password.toCharArray())
                .addHeader("auth0-forwarded-for", request.getRemoteAddr())
                .execute()
                .getBody();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("access_token", tokens.getAccessToken());
    answer.put("id_token", tokens.getIdToken());
    answer.put("token_type", tokens.getTokenType());
    answer.put("expires_in", tokens.getExpiresIn());
    answer.put("scope", tokens.getScope());
    return answer;
  }

  public static void main(String[] args) {
    SpringApplication.run(Login.class, args);
  }
}
