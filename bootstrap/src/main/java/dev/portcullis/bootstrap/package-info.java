/**
 * The program: reads the settings, wires the modules (all of Dagger is here) and runs the commands.
 * May depend on every module; nothing depends on it. Start at {@link
 * dev.portcullis.bootstrap.Main}.
 */
@NullMarked
package dev.portcullis.bootstrap;

import org.jspecify.annotations.NullMarked;
