package com.example.shop;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.web.SecurityFilterChain;

/** The application. Nothing here is about the emulator: {@code issuer-uri} names the tenant. */
@SpringBootApplication
public class Shop {

  public static void main(String[] arguments) {
    SpringApplication.run(Shop.class, arguments);
  }

  @Bean
  SecurityFilterChain security(
      HttpSecurity http,
      ClientRegistrationRepository clients,
      OAuth2AuthorizationRequestResolver loginRequests) {
    OidcClientInitiatedLogoutSuccessHandler logout =
        new OidcClientInitiatedLogoutSuccessHandler(clients);
    logout.setPostLogoutRedirectUri("{baseUrl}");
    return http.authorizeHttpRequests(
            requests -> requests.requestMatchers("/").permitAll().anyRequest().authenticated())
        .oauth2Login(
            login ->
                login.authorizationEndpoint(
                    endpoint -> endpoint.authorizationRequestResolver(loginRequests)))
        .logout(out -> out.logoutSuccessHandler(logout))
        .build();
  }

  /** Requests tokens for the shop's API; Auth0 reads that from {@code audience}. */
  @Bean
  OAuth2AuthorizationRequestResolver loginRequests(
      ClientRegistrationRepository clients, @Value("${shop.audience}") String audience) {
    DefaultOAuth2AuthorizationRequestResolver resolver =
        new DefaultOAuth2AuthorizationRequestResolver(clients);
    resolver.setAuthorizationRequestCustomizer(
        request -> request.additionalParameters(more -> more.put("audience", audience)));
    return resolver;
  }
}
