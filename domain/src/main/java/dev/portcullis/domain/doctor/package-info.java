/**
 * The doctor: what a set-up has to be like, judged from facts. {@link
 * dev.portcullis.domain.doctor.Check} lists what is looked at; {@code SettingsChecks}, {@code
 * LocalChecks} and {@code LogChecks} are total functions from facts to results; {@code Remedies}
 * says what to change.
 */
@NullMarked
package dev.portcullis.domain.doctor;

import org.jspecify.annotations.NullMarked;
