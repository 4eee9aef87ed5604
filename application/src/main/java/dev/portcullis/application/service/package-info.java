/** The use cases themselves; made by whoever wires the program, used through their ports. */
@NullMarked
package dev.portcullis.application.service;

import org.jspecify.annotations.NullMarked;
