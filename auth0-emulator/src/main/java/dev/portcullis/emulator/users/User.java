package dev.portcullis.emulator.users;

/** A stored user, without the password. */
public record User(String userId, String connection, String email, boolean blocked) {}
