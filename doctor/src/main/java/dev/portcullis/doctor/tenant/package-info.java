/** Facts about a tenant, its log and this host, as read through the ports. */
@NullMarked
package dev.portcullis.doctor.tenant;

import org.jspecify.annotations.NullMarked;
