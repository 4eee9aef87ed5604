@NullMarked
package dev.portcullis.architecture.violations.everypackageisnullmarked.domain.token;

import org.jspecify.annotations.NullMarked;
