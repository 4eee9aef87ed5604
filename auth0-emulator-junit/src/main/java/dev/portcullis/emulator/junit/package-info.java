/** An emulated Auth0 tenant per test: JUnit extension, seeding, and assertions on what it saw. */
@NullMarked
package dev.portcullis.emulator.junit;

import org.jspecify.annotations.NullMarked;
