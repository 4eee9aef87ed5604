/**
 * Attack protection: the trust rule of auth0-forwarded-for, brute-force protection, suspicious IP
 * throttling, breached passwords. No HTTP here.
 */
@NullMarked
package dev.portcullis.emulator.internal.protection;

import org.jspecify.annotations.NullMarked;
