/**
 * The pure core: values that cannot be wrong and total functions over them. It knows neither HTTP
 * nor Auth0, opens nothing and reads no clock. May depend on the JDK's {@code lang}, {@code util}
 * and {@code time}, on vavr and on jspecify, and on nothing else. Start reading at {@link
 * dev.portcullis.domain.login.LoginOutcome} and {@link
 * dev.portcullis.domain.address.AddressResolver}.
 */
@NullMarked
package dev.portcullis.domain;

import org.jspecify.annotations.NullMarked;
