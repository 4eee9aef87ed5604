package dev.portcullis.emulator.internal.access;

/** An organization: its id, such as {@code org_1}, and its name in lower case. */
public record Organization(String id, String name) {}
