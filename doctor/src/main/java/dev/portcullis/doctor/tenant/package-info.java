/**
 * Facts about a tenant, its log and this host, as the ports return them. Depends on no other
 * package of the doctor.
 */
@NullMarked
package dev.portcullis.doctor.tenant;

import org.jspecify.annotations.NullMarked;
