/**
 * Where state is kept besides memory: nowhere, or in a folder that survives a kill. Every change is
 * written before the method that makes it returns. Start reading at Store.
 */
@NullMarked
package dev.portcullis.emulator.internal.store;

import org.jspecify.annotations.NullMarked;
