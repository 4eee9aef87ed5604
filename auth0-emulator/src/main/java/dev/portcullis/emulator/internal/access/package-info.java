/** Who may do what: roles, permissions, and the members of organizations. */
@NullMarked
package dev.portcullis.emulator.internal.access;

import org.jspecify.annotations.NullMarked;
