package dev.portcullis.application.protection;

import io.vavr.collection.Map;
import io.vavr.control.Option;

/**
 * How things stand between the gateway and its provider at one moment.
 *
 * @param inProgress calls that are in progress
 * @param concurrent calls that may be in progress; none for no bound
 * @param waiting calls that wait for their turn
 * @param rateLimit calls a second that are kept to; none if no limit is known
 * @param refused calls that were not sent, since the start
 */
public record ProtectionState(
    BreakerState breaker,
    int inProgress,
    Option<Integer> concurrent,
    int waiting,
    Option<Integer> rateLimit,
    Map<ProtectionRefusal, Long> refused) {}
