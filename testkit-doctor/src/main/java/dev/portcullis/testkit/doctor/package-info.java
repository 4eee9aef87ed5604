/** Contracts for the doctor's ports, with an in-memory tenant to test against. */
@NullMarked
package dev.portcullis.testkit.doctor;

import org.jspecify.annotations.NullMarked;
