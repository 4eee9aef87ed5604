/** A login with a user of its own that proves the forwarded address arrives. */
@NullMarked
package dev.portcullis.doctor.canary;

import org.jspecify.annotations.NullMarked;
