/** From one YAML file and the environment to records, or to every problem at once. */
@NullMarked
package dev.portcullis.bootstrap.settings;

import org.jspecify.annotations.NullMarked;
