/** What the doctor is told, and how it tells what it found: tables, JSON, JUnit, diffs. */
@NullMarked
package dev.portcullis.bootstrap.doctor;

import org.jspecify.annotations.NullMarked;
