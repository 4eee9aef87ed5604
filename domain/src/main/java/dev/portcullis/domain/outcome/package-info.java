/**
 * What all outcomes have in common: one word each ({@link
 * dev.portcullis.domain.outcome.OutcomeCode}), and one set of reasons why the provider decided
 * nothing ({@link dev.portcullis.domain.outcome.ProviderFault}). Depends on no other package of the
 * domain; every other one may depend on it.
 */
@NullMarked
package dev.portcullis.domain.outcome;

import org.jspecify.annotations.NullMarked;
