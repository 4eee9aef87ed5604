/**
 * Boundary rules for teams that extend or embed Portcullis, as ArchUnit rules; start at {@link
 * dev.portcullis.architecture.rules.PortcullisRules}. For tests only: depends on ArchUnit and on
 * the types of {@code application} and {@code domain} that the rules name. Portcullis applies the
 * same rules to itself.
 */
@NullMarked
package dev.portcullis.architecture.rules;

import org.jspecify.annotations.NullMarked;
