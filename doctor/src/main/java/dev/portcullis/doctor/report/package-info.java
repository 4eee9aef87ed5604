/**
 * A diagnosis and a plan of changes as text, JSON, JUnit XML, SARIF, HTML, Terraform and Deploy
 * CLI. Depends on {@code check} and {@code remedy}.
 */
@NullMarked
package dev.portcullis.doctor.report;

import org.jspecify.annotations.NullMarked;
