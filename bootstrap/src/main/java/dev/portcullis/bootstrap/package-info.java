@NullMarked
package dev.portcullis.bootstrap;

import org.jspecify.annotations.NullMarked;
