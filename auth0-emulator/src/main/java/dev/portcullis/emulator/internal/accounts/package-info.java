/**
 * What users do with their accounts: sign up, ask for a new password, and follow the links of
 * mails.
 */
@NullMarked
package dev.portcullis.emulator.internal.accounts;

import org.jspecify.annotations.NullMarked;
