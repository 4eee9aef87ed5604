/** A diagnosis and a plan of changes as text, JSON, JUnit XML, HTML, Terraform and Deploy CLI. */
@NullMarked
package dev.portcullis.doctor.report;

import org.jspecify.annotations.NullMarked;
