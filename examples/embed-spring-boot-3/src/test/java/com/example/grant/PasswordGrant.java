package com.example.grant;

import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizationContext;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application that logs its users in with the password grant of Spring Security 6, as
 * docs/how-to/move-from-spring-security.md starts from.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(PasswordGrant.Logins.class)
@SuppressWarnings("removal")
class PasswordGrant {

  @Bean
  ClientRegistrationRepository registrations(
      @Value("${auth0.url}") String tenant,
      @Value("${auth0.client-id}") String id,
      @Value("${auth0.client-secret}") String secret) {
    return new InMemoryClientRegistrationRepository(
        ClientRegistration.withRegistrationId("auth0")
            .authorizationGrantType(AuthorizationGrantType.PASSWORD)
            .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
            .tokenUri(tenant + "/oauth/token")
            .clientId(id)
            .clientSecret(secret)
            .build());
  }

  // region: manager
  @Bean
  OAuth2AuthorizedClientManager clients(ClientRegistrationRepository registrations) {
    AuthorizedClientServiceOAuth2AuthorizedClientManager clients =
        new AuthorizedClientServiceOAuth2AuthorizedClientManager(
            registrations, new InMemoryOAuth2AuthorizedClientService(registrations));
    clients.setAuthorizedClientProvider(
        OAuth2AuthorizedClientProviderBuilder.builder().password().refreshToken().build());
    clients.setContextAttributesMapper(OAuth2AuthorizeRequest::getAttributes);
    return clients;
  }

  // end

  @Bean
  SecurityFilterChain open(HttpSecurity http) throws Exception {
    return http.csrf(csrf -> csrf.disable()).build();
  }

  // region: controller
  @RestController
  static class Logins {

    private final OAuth2AuthorizedClientManager clients;

    Logins(OAuth2AuthorizedClientManager clients) {
      this.clients = clients;
    }

    @PostMapping("/login")
    Map<String, String> logIn(@RequestParam String username, @RequestParam String password) {
      OAuth2AuthorizedClient client =
          clients.authorize(
              OAuth2AuthorizeRequest.withClientRegistrationId("auth0")
                  .principal(username)
                  .attribute(OAuth2AuthorizationContext.USERNAME_ATTRIBUTE_NAME, username)
                  .attribute(OAuth2AuthorizationContext.PASSWORD_ATTRIBUTE_NAME, password)
                  .build());
      return Map.of("access_token", client.getAccessToken().getTokenValue());
    }
  }
  // end
}
