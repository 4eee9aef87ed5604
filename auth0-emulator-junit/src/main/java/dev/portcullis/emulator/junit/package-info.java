/**
 * An emulated Auth0 tenant per test: a JUnit extension, fluent set-up of users and applications,
 * and assertions. Start reading at Auth0Tenant; depends on the emulator's public packages.
 */
@NullMarked
package dev.portcullis.emulator.junit;

import org.jspecify.annotations.NullMarked;
