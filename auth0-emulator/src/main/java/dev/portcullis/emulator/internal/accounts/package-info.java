/**
 * What users do with their accounts: sign up, request a new password, and follow links in mails.
 */
@NullMarked
package dev.portcullis.emulator.internal.accounts;

import org.jspecify.annotations.NullMarked;
