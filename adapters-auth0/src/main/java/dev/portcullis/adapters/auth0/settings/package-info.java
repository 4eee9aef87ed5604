/**
 * How to reach a tenant, with which credentials, and what to request of it. Start reading at {@link
 * dev.portcullis.adapters.auth0.settings.Auth0Settings}. Depends on no other package of this
 * module; every other one may depend on it.
 */
@NullMarked
package dev.portcullis.adapters.auth0.settings;

import org.jspecify.annotations.NullMarked;
