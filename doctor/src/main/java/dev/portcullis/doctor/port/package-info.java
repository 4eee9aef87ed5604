/** What the doctor needs from outside: reading and editing a tenant, its logs, this host, time. */
@NullMarked
package dev.portcullis.doctor.port;

import org.jspecify.annotations.NullMarked;
