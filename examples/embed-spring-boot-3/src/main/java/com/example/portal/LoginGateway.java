package com.example.portal;

import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.servlet.PortcullisServlet;
import dev.portcullis.adapters.servlet.PortcullisValve;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.IpRangeSet;
import dev.portcullis.embed.Journals;
import dev.portcullis.embed.Portcullis;
import java.net.URI;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

// region: gateway
@Configuration(proxyBeanMethods = false)
class LoginGateway {

  @Bean
  Portcullis portcullis(
      @Value("${auth0.url}") URI tenant,
      @Value("${auth0.client-id}") String clientId,
      @Value("${auth0.client-secret}") String clientSecret,
      @Value("${client-ip.trusted-proxies}") String[] proxies,
      @Value("${client-ip.private-users:}") String[] users) {
    return Portcullis.builder()
        .auth0(Auth0Settings.of(tenant, clientId, new ClientSecret(clientSecret)))
        .addresses(
            ClientAddressPolicy.behind(IpRangeSet.parse(proxies))
                .withPrivateResult(new PrivateResult.AllowOnly(IpRangeSet.parse(users))))
        .journal(Journals.slf4j(LoggerFactory.getLogger("portcullis.journal")))
        .build();
  }

  /** Reads each request before any other valve or filter can change it. */
  @Bean
  PortcullisValve portcullisValve() {
    return PortcullisValve.passing();
  }

  @Bean
  ServletRegistrationBean<PortcullisServlet> api(PortcullisValve valve, Portcullis gate) {
    return new ServletRegistrationBean<>(
        valve.servlet(gate.http().login().description().build()), "/api/auth/*", "/openapi.yaml");
  }

  /** A class, because Spring does not see the order of a bean that is a lambda. */
  @Bean
  FirstValve firstValve(PortcullisValve valve) {
    return new FirstValve(valve);
  }

  record FirstValve(PortcullisValve valve)
      implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {

    @Override
    public int getOrder() {
      return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
      factory.addEngineValves(valve);
    }
  }
}
// end
