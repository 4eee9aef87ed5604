@NullMarked
package dev.portcullis.testkit;

import org.jspecify.annotations.NullMarked;
