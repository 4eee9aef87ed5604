@NullMarked
package dev.portcullis.application;

import org.jspecify.annotations.NullMarked;
