/**
 * Keeps the gateway from sending the provider more than it takes, and from waiting for one that
 * does not answer: a queue with turns, a pace, and a breaker, around every call. Depends on the
 * features' ports and on {@code provider}; start at {@link
 * dev.portcullis.application.protection.ProtectedProvider}.
 */
@NullMarked
package dev.portcullis.application.protection;

import org.jspecify.annotations.NullMarked;
