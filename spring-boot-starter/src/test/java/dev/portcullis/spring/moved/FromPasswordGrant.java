package dev.portcullis.spring.moved;

import dev.portcullis.adapters.servlet.ServletOrigins;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.embed.Portcullis;
import dev.portcullis.embed.Refusal;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.SecurityFilterChain;

/** A form login of Spring Security 7 that the gateway decides. */
final class FromPasswordGrant {

  private FromPasswordGrant() {}

  // region: provider
  /** Register it once, as a bean: a second registration would submit a wrong password twice. */
  static class GatewayAuthentication implements AuthenticationProvider {

    private final Portcullis gate;

    GatewayAuthentication(Portcullis gate) {
      this.gate = gate;
    }

    @Override
    public Authentication authenticate(Authentication login) {
      if (!(login.getDetails() instanceof RequestOrigin origin)) {
        throw new AuthenticationServiceException("The login has no origin");
      }
      LoginOutcome outcome =
          gate.logIn(login.getName(), String.valueOf(login.getCredentials()), origin)
              .getOrElseThrow(GatewayAuthentication::refused);
      if (outcome instanceof LoginOutcome.Granted) {
        // Its tokens are for calls to your APIs: keep them where you kept the authorized client.
        return UsernamePasswordAuthenticationToken.authenticated(
            login.getName(), null, AuthorityUtils.createAuthorityList("ROLE_USER"));
      }
      throw refused(outcome);
    }

    @Override
    public boolean supports(Class<?> type) {
      return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }

    private static AuthenticationException refused(Refusal refusal) {
      return refusal instanceof Refusal.AddressUnknown
          ? new AuthenticationServiceException("The client's address is not known")
          : new BadCredentialsException("No username or password that can be submitted");
    }

    private static AuthenticationException refused(LoginOutcome outcome) {
      String word = outcome.code().word();
      return switch (outcome) {
        case LoginOutcome.WrongCredentials wrong -> new BadCredentialsException(word);
        case LoginOutcome.PasswordLeaked leaked -> new CredentialsExpiredException(word);
        case LoginOutcome.MfaRequired mfa -> new InsufficientAuthenticationException(word);
        case LoginOutcome.Unanswered unanswered -> new AuthenticationServiceException(word);
        default -> new LockedException(word);
      };
    }
  }

  // end

  // region: chain
  @Configuration(proxyBeanMethods = false)
  @EnableWebSecurity
  static class Security {

    @Bean
    AuthenticationProvider gatewayAuthentication(Portcullis gate) {
      return new GatewayAuthentication(gate);
    }

    @Bean
    SecurityFilterChain chain(HttpSecurity http) {
      return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
          .formLogin(
              form ->
                  form.authenticationDetailsSource(ServletOrigins::of)
                      // The default keeps the exception, and the password with it, in the session.
                      .failureHandler(
                          (request, response, failure) -> response.sendRedirect("/login?error")))
          .build();
    }
  }
  // end
}
