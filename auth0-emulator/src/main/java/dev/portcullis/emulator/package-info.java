@NullMarked
package dev.portcullis.emulator;

import org.jspecify.annotations.NullMarked;
