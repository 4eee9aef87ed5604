/**
 * What a provider can answer, and why there may be no answer: faults, the provider's own words, and
 * what a misconfiguration concerns. Depends on no other package of the domain.
 */
@NullMarked
package dev.portcullis.domain.outcome;

import org.jspecify.annotations.NullMarked;
