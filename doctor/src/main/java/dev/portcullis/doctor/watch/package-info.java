/** Compares, while the gateway runs, what was sent with what the tenant logs. */
@NullMarked
package dev.portcullis.doctor.watch;

import org.jspecify.annotations.NullMarked;
