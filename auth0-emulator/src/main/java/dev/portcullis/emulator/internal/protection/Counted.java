package dev.portcullis.emulator.internal.protection;

import java.time.Instant;

/** A count, and the time from which it expires. */
public record Counted(int count, Instant at) {}
