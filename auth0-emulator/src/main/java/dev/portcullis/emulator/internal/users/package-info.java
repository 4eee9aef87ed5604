/**
 * The user store: hashed passwords, credential checks with constant work, and the outbox of mails
 * to users.
 */
@NullMarked
package dev.portcullis.emulator.internal.users;

import org.jspecify.annotations.NullMarked;
