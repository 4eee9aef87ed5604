package dev.portcullis.spring;

import dev.portcullis.embed.Portcullis;

/**
 * A bean of this type changes the gateway before it is built: what has neither a property nor a
 * bean of its own. Several are applied in Spring's order.
 *
 * <pre>{@code
 * @Bean
 * PortcullisBuilderCustomizer partners() {
 *   return gate -> gate.listener("partners", policy).drain(Duration.ofSeconds(10));
 * }
 * }</pre>
 */
@FunctionalInterface
public interface PortcullisBuilderCustomizer {

  /** Another builder, since builders are immutable. */
  Portcullis.Builder customize(Portcullis.Builder builder);
}
