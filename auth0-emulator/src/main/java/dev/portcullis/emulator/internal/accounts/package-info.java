/** What users do with their accounts without a page: sign up, and request a new password. */
@NullMarked
package dev.portcullis.emulator.internal.accounts;

import org.jspecify.annotations.NullMarked;
