package dev.portcullis.emulator.internal.protection;

import java.time.Instant;

/** How much was counted, and the time that its forgetting goes by. */
public record Counted(int count, Instant at) {}
