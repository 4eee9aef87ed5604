/**
 * What the admin listener serves: health, readiness, metrics and pages for operators. Builds on
 * {@code exchange}.
 */
@NullMarked
package dev.portcullis.adapters.http.admin;

import org.jspecify.annotations.NullMarked;
