/**
 * Auth0 as the provider. {@link dev.portcullis.adapters.auth0.Auth0Client} opens the gateway's
 * ports to one tenant; {@link dev.portcullis.adapters.auth0.doctor.Auth0Management} opens the
 * doctor's.
 *
 * <p>The packages below depend on each other in one direction: {@code settings} ← {@code transport}
 * ← {@code token} ← {@code mfa} and {@code management} ← {@code reset} and {@code doctor} ← this
 * one. The module depends on the application and the doctor; only the composition root may depend
 * on it.
 */
@NullMarked
package dev.portcullis.adapters.auth0;

import org.jspecify.annotations.NullMarked;
