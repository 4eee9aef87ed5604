@NullMarked
package dev.portcullis.domain;

import org.jspecify.annotations.NullMarked;
