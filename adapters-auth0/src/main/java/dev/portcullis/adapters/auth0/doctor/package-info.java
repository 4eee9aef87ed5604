/**
 * The doctor's ports, answered by Auth0: the tenant's settings and log through the Management API,
 * and a probe of its host. Start reading at {@link
 * dev.portcullis.adapters.auth0.doctor.Auth0Management}. Only the composition root may depend on
 * this package; no other package of this module depends on the doctor.
 */
@NullMarked
package dev.portcullis.adapters.auth0.doctor;

import org.jspecify.annotations.NullMarked;
