@NullMarked
package dev.portcullis.adapters.journal;

import org.jspecify.annotations.NullMarked;
