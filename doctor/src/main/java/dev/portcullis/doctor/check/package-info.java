/**
 * The checks: each a total function from facts to a result. {@link
 * dev.portcullis.doctor.check.Check} lists them.
 */
@NullMarked
package dev.portcullis.doctor.check;

import org.jspecify.annotations.NullMarked;
