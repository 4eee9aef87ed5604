/**
 * What a check is, the facts that it judges, and what it finds. Start at {@link
 * dev.portcullis.doctor.check.Check}; the checks themselves are in the packages below, one class
 * each, listed by area. Depends on {@code tenant}, {@code remedy} and {@code canary}.
 */
@NullMarked
package dev.portcullis.doctor.check;

import org.jspecify.annotations.NullMarked;
