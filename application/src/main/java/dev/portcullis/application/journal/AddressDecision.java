package dev.portcullis.application.journal;

import dev.portcullis.domain.address.AddressResolution;
import dev.portcullis.domain.address.AddressSource;
import dev.portcullis.domain.address.AddressTrace;
import dev.portcullis.domain.login.RequestId;

/**
 * How the address of one request was decided.
 *
 * @param listener the name of the listener that received the request
 * @param version which settings decided
 * @param trace texts from outside in it are escaped and cut
 */
public record AddressDecision(
    RequestId id,
    String listener,
    String version,
    AddressSource source,
    AddressResolution resolution,
    AddressTrace trace) {}
