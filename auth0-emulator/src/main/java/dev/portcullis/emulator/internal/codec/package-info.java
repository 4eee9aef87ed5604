/**
 * Each setting of a tenant described once: its key, its JSON type, how it is read and how it is
 * written. The tenant file and its JSON Schema, the data folder, the Management API and the forms
 * of the page all derive from these descriptions. Start reading at SettingGroup; depends on {@code
 * tenant} and {@code address}.
 */
@NullMarked
package dev.portcullis.emulator.internal.codec;

import org.jspecify.annotations.NullMarked;
