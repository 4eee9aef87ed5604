package com.example.shop;

import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.WEB_CLIENT_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.junit.EmulatedTenant;
import dev.portcullis.emulator.observed.LogEvent;
import dev.portcullis.emulator.tenant.ApplicationUrls;
import dev.portcullis.testkit.browser.Browser;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.Keys;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.client.RefreshTokenOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;

/** The shop and an emulated tenant, in a real browser. */
@Timeout(180)
class ShopTest {

  private final EmulatedTenant tenant =
      EmulatedTenant.start(settings -> settings.withIssuer(URI.create("http://localhost:0/")));
  private ConfigurableApplicationContext application;
  private URI shop;
  private Browser browser;

  @BeforeEach
  void start() {
    application =
        new SpringApplicationBuilder(Shop.class, TenantClock.class)
            .initializers(
                context ->
                    context
                        .getBeanFactory()
                        .registerSingleton("clock", tenant.clock().withZone(ZoneOffset.UTC)))
            .properties("PORT=0", "AUTH0_ISSUER=" + tenant.issuer())
            .run();
    shop =
        URI.create(
            "http://localhost:"
                + application.getEnvironment().getRequiredProperty("local.server.port"));
    ApplicationUrls urls =
        ApplicationUrls.NONE
            .withCallbacks(List.of(shop + "/login/oauth2/code/auth0"))
            .withLogoutUrls(List.of(shop.toString()));
    tenant.configure(
        definition ->
            definition.application(
                definition.build().application(WEB_CLIENT_ID).orElseThrow().withUrls(urls)));
    browser = Browser.open();
  }

  @AfterEach
  void stop() {
    if (browser != null) {
      browser.close();
    }
    if (application != null) {
      application.close();
    }
    tenant.close();
  }

  @Test
  void a_user_logs_in_after_a_wrong_password_and_logs_out_of_the_tenant_too() {
    browser.go(shop.resolve("/orders"));
    logIn("wrong");
    browser.awaitText("#alert", "Wrong e-mail address or password.");
    browser.find("#password").sendKeys(ALICE_PASSWORD, Keys.ENTER);
    browser.awaitText("h1", "Orders");
    assertThat(browser.text("#scope")).contains("read:orders");
    browser.go(shop);
    browser.awaitText("h1", ALICE);
    browser.press("body", "Log out");
    browser.awaitText("h1", "Nobody");
    assertThat(URI.create(Objects.requireNonNull(browser.driver().getCurrentUrl())).getAuthority())
        .isEqualTo(shop.getAuthority());
    browser.go(shop.resolve("/orders"));

    browser.awaitText("h1", "Log in");
    assertThat(types()).containsExactly("fp", "s", "seacft", "slo");
  }

  @Test
  void an_expired_access_token_is_renewed_without_the_user() {
    browser.go(shop.resolve("/orders"));
    logIn(ALICE_PASSWORD);
    browser.awaitText("h1", "Orders");
    String first = browser.text("#expires");
    browser.go(shop.resolve("/orders"));
    assertThat(browser.text("#expires")).isEqualTo(first);
    tenant.clock().advance(Duration.ofDays(1));
    browser.go(shop.resolve("/orders"));

    browser.awaitText("h1", "Orders");
    assertThat(Instant.parse(browser.text("#expires"))).isAfter(Instant.parse(first));
    assertThat(types()).containsExactly("s", "seacft", "sertft");
  }

  private void logIn(String password) {
    browser.awaitText("h1", "Log in");
    browser.find("#username").sendKeys(ALICE);
    browser.find("#password").sendKeys(password, Keys.ENTER);
  }

  private List<String> types() {
    return tenant.logs().stream().map(LogEvent::type).map(type -> type.code()).toList();
  }

  /** Spring Security by the tenant's clock, which the test moves. */
  @Configuration
  static class TenantClock {

    @Bean
    RefreshTokenOAuth2AuthorizedClientProvider renewal(Clock clock) {
      RefreshTokenOAuth2AuthorizedClientProvider provider =
          new RefreshTokenOAuth2AuthorizedClientProvider();
      provider.setClock(clock);
      return provider;
    }

    @Bean
    JwtDecoderFactory<ClientRegistration> idTokens(Clock clock) {
      OidcIdTokenDecoderFactory factory = new OidcIdTokenDecoderFactory();
      factory.setJwtValidatorFactory(
          registration -> {
            OidcIdTokenValidator validator = new OidcIdTokenValidator(registration);
            validator.setClock(clock);
            return validator;
          });
      return factory;
    }
  }
}
