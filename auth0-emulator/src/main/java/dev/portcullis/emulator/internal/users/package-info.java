/**
 * The user store: hashed passwords, credential checks in constant time, and the outbox of mails to
 * users.
 */
@NullMarked
package dev.portcullis.emulator.internal.users;

import org.jspecify.annotations.NullMarked;
