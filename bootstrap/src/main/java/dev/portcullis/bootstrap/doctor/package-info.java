/**
 * What the doctor module needs of this program: expectations from the settings, and real time. Used
 * by {@code wiring} alone.
 */
@NullMarked
package dev.portcullis.bootstrap.doctor;

import org.jspecify.annotations.NullMarked;
